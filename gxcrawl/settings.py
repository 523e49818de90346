"""Scrapy settings. Every value that is not Scrapy's default has its reason beside it."""

from __future__ import annotations

import os
from importlib.metadata import version

BOT_NAME = "gxcrawl"
SPIDER_MODULES = ["gxcrawl.spiders"]
NEWSPIDER_MODULE = "gxcrawl.spiders"

# Where the archive is, and which sites are crawled.
GXCRAWL_ARCHIVE = os.environ.get("GXCRAWL_ARCHIVE", "archive")
GXCRAWL_SITES = os.environ.get("GXCRAWL_SITES", "")

# Who asks. Operators of a site must be able to reach us; `gxcrawl crawl` wants a contact before it leaves
# this machine.
GXCRAWL_CONTACT = os.environ.get("GXCRAWL_CONTACT", "")
# Where we ask from, as the operator of this crawl states it (country, network): it stands beside every failure.
GXCRAWL_VANTAGE = os.environ.get("GXCRAWL_VANTAGE", "")
USER_AGENT = (
    f"gxcrawl/{version('gxcrawl')} (annual disclosure reports; {GXCRAWL_CONTACT or 'no contact set'})"
)

# The frontier keeps the queue on disk, with leases and acknowledgements, and the manners of every host.
SCHEDULER = "gxcrawl.fetching.scheduler.FrontierScheduler"
GXCRAWL_WORKER = "main"

# Manners: one request at a time per host, a pause with jitter, robots.txt obeyed. Scrapy's own delay and
# limit per host are off, because they hold within one process only.
GXCRAWL_DELAY = 3.0
GXCRAWL_JITTER = 0.5
GXCRAWL_HOST_CONCURRENCY = 1
GXCRAWL_LEAST_CRAWL_DELAY = 2.0  # seconds, where robots.txt gives rules at all
GXCRAWL_BUDGET = {"requests": 5000, "bytes": 2 * 1024**3, "minutes": 360}  # per host and run
GXCRAWL_PATIENCE = 900.0  # seconds; what has to wait longer is left to the next run
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 64
DOWNLOAD_DELAY = 0
CONCURRENT_ITEMS = 2  # tasks for every answer: one waits for the disk, the other hands on the requests
ROBOTSTXT_OBEY = True

# Limits: a total time per request (a slow drip counts), a size that also stops decompression bombs, few
# redirects.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5
DOWNLOAD_FAIL_ON_DATALOSS = True
RETRY_TIMES = 2
# A refusal is an answer: 403 and its like are never asked twice in one run.
RETRY_HTTP_CODES = [500, 502, 503, 504, 408, 429]

# Safety: nothing listens, nothing but http(s) is fetched, names lead to public addresses only.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_HANDLERS = {
    "https": "gxcrawl.fetching.tls.HostTlsHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = (
    True  # Scrapy's default is off; a host's exception is a person's decision (gxcrawl.fetching.tls)
)
TWISTED_DNS_RESOLVER = "gxcrawl.fetching.guard.PublicOnlyResolver"
COOKIES_ENABLED = True  # some hosts answer with a redirect to themselves until their cookie comes back

DOWNLOADER_MIDDLEWARES = {
    "gxcrawl.fetching.middlewares.HostGuard": 10,
    "gxcrawl.fetching.middlewares.RobotsGate": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # it takes a missing answer for a yes
    "gxcrawl.fetching.middlewares.WholeGzip": 580,  # behind the decompression at 590
    "gxcrawl.fetching.middlewares.WholeBodies": 865,  # before it: sees the bytes as they came
    "gxcrawl.fetching.tls.PinnedCertificates": 868,
    "gxcrawl.fetching.middlewares.HostManners": 870,  # nearest to the network: it counts retries and redirects as well
    # Registered hosts and *.gov.cn are our rule; Scrapy's offsite filter would ask for allowed_domains.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Looks for a meta refresh in every page, which means to decode it; ours looks for the word first.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "gxcrawl.fetching.middlewares.MetaRefresh": 578,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # nothing logs in
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,  # the ledger counts
}

# What a callback yields passes through each of these. An address of any length is asked for: one that is dropped on
# its way would leave its parent waiting for ever.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # an error is an answer, the spider judges it
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of the callback anew for every answer

# Order is data: archive first, before anybody reads. Normalize, parse and store run behind the crawl, from
# the archive.
ITEM_PIPELINES = {"pipelines.archive.ArchivePipeline": 100}

STATS_DUMP = False
LOG_LEVEL = "INFO"
