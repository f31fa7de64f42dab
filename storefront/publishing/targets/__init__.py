"""One module per platform a release can be put on."""
