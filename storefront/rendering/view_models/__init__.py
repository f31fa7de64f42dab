"""What templates are given, made of page inputs: one module for each family of pages."""
