"""Whether, when and how a server is asked: the queue on disk, manners, robots.txt, guards, TLS, budgets."""
