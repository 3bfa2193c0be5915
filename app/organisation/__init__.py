"""What an administrator has set for everybody on this computer, and where that is read."""
