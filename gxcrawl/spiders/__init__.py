"""The spiders. There is one, `annual`: channels of registered sites, their entries, and the files that hang
on them."""
