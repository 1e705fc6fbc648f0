"""The measurements: each beside the same work done bare, in the same run."""
