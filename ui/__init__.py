"""The faces: the command line and, to come with it, the window."""
