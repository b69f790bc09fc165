"""What the people of the demo learn outside the computer: as written, as steps in time, and as played."""
