"""One file per screen; ``ui.frame`` lists them."""
