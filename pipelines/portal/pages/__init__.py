"""The pages of the reading room, one module each: a view asks the database and fills a template."""
