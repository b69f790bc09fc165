"""System checks of the composition."""
