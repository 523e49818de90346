"""What the HTML and the addresses of lists and articles say; shared by all families, and below them."""
