"""From a page that came to what it means: a list page, an article, a barrier, and the verdict on a channel."""
