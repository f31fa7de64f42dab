"""A theme as a whole: every component and every type of page on one page, the hard cases among them."""
