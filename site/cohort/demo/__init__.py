"""The demo community: courses, people and talk as files, replayed as one month of learning."""
