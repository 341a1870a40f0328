"""Scout's work on asyncio and aiohttp: one task for each address, semaphores for the limits.

Told: which parser to use, requests at once, requests to one host at once, how many pages and broken
links there are, and where to begin. Runs on uvloop if that is there.
"""

import asyncio
import os
import re
import sys
import time
import xml.etree.ElementTree as ElementTree
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp
from yarl import URL

try:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
except ImportError:
    pass

LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src", "source": "src"}


SELECTOR = "a[href],area[href],link[href],img[src],script[src],iframe[src],source[src]"
XPATH = "//a/@href|//area/@href|//link/@href|//img/@src|//script/@src|//iframe/@src|//source/@src"


# Each parser returns a function that makes (base, links, anchors) of a page's bytes and charset.


def selectolax():
    from selectolax.parser import HTMLParser

    def parse(content, charset):
        tree = HTMLParser(content.decode(charset, "replace") if charset else content)
        base = tree.css_first("base[href]")
        links = {(node.attributes[LINKS[node.tag]] or "").strip() for node in tree.css(SELECTOR)}
        return base and base.attributes["href"], links, {node.id for node in tree.css("[id]")}

    return parse


def lxml():
    from lxml import etree

    links = etree.XPath(XPATH, smart_strings=False)
    ids = etree.XPath("//@id", smart_strings=False)
    bases = etree.XPath("//base/@href", smart_strings=False)

    def parse(content, charset):
        tree = etree.fromstring(content, etree.HTMLParser(encoding=charset))
        return next(iter(bases(tree)), None), {link.strip() for link in links(tree)}, set(ids(tree))

    return parse


def beautiful_soup():
    from bs4 import BeautifulSoup

    def parse(content, charset):
        soup = BeautifulSoup(content, "lxml", from_encoding=charset)
        base, links, anchors = None, set(), set()
        for tag in soup.find_all(True):
            if "id" in tag.attrs:
                anchors.add(tag.attrs["id"])
            if tag.name == "base":
                base = base or tag.get("href")
            elif tag.name in LINKS and tag.get(LINKS[tag.name]):
                links.add(tag.get(LINKS[tag.name]).strip())
        return base, links, anchors

    return parse


def standard():
    from html.parser import HTMLParser

    class Finder(HTMLParser):
        def __init__(self):
            super().__init__()
            self.base, self.links, self.anchors = None, set(), set()

        def handle_starttag(self, tag, attributes):
            for name, value in attributes:
                if name == "id":
                    self.anchors.add(value)
                elif tag == "base" and name == "href":
                    self.base = self.base or value
                elif LINKS.get(tag) == name:
                    self.links.add((value or "").strip())

    def parse(content, charset):
        if not charset:
            said = re.search(rb"charset=[\"']?([\w-]+)", content[:1024])
            charset = said.group(1).decode() if said else "utf-8"
        finder = Finder()
        finder.feed(content.decode(charset, "replace"))
        return finder.base, finder.links, finder.anchors

    return parse


PARSE = {"selectolax": selectolax, "lxml": lxml, "bs4": beautiful_soup, "html": standard}[sys.argv[1]]()
ATTEMPTS = 3
BUSY = {429, 500, 502, 503, 504}
MAX_BYTES = 4 << 20
MAX_REDIRECTS = 10
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WEB = re.compile(r"https?:", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9/_~-]*")
ENCODED = re.compile(r"%[0-9a-fA-F]{2}")


class TooLong(Exception):
    pass


def decode_unreserved(found):
    character = chr(int(found.group()[1:], 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else found.group().upper()


def normalised(base, link):
    """Returns (address, fragment); raises ValueError for what is no address."""
    address, _, fragment = link.partition("#")
    parts = urlsplit(urljoin(base, address))
    host, port = parts.hostname, parts.port
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError(link)
    if port and port != (80 if parts.scheme == "http" else 443):
        host = f"{host}:{port}"
    path = parts.path or "/"
    if not PLAIN.fullmatch(path):
        path = ENCODED.sub(decode_unreserved, quote(path, safe="/%:@!$&'()*+,;=~"))
    query = "?" + parts.query if parts.query or address.endswith("?") else ""
    return f"{parts.scheme}://{host}{path}{query}", unquote(fragment) if fragment not in ("", "top") else None


class Crawler:
    def __init__(self, session, start, total, per_host):
        self.session = session
        self.start = start
        self.ours = urlsplit(start).netloc
        self.total = asyncio.Semaphore(total)
        self.per_host = per_host
        self.hosts = {}
        self.results = {}
        self.links = []
        self.malformed = 0
        self.tasks = asyncio.TaskGroup()
        self.robots = RobotFileParser()

    async def crawl(self):
        async with self.tasks:
            _, _, _, robots = await self.ask(urljoin(self.start, "/robots.txt"), "GET")
            self.robots.parse(robots.decode().splitlines())
            self.visit(self.start)
            await self.read_sitemaps()
        pages = sum(kind == "page" for kind, _ in self.results.values())
        return pages, self.malformed + sum(self.is_broken(*link) for link in self.links)

    async def read_sitemaps(self):
        to_read = list(self.robots.site_maps() or [])
        while to_read:
            _, _, _, content = await self.ask(to_read.pop(), "GET")
            root = ElementTree.fromstring(content)
            found = [place.text.strip() for place in root.iter() if place.tag.endswith("}loc")]
            if root.tag.endswith("}sitemapindex"):
                to_read += found
            else:
                for page in found:
                    self.visit(normalised(self.start, page)[0])

    def visit(self, url):
        if url not in self.results:
            self.results[url] = ("open", None)
            self.tasks.create_task(self.work(url))

    async def work(self, url):
        self.results[url] = await self.result(url)

    async def result(self, url):
        host = urlsplit(url).netloc
        is_ours = host == self.ours
        if is_ours and not self.robots.can_fetch("benchmark", url):
            return "other", None
        if host not in self.hosts:
            self.hosts[host] = asyncio.Semaphore(self.per_host)
        try:
            status, headers, charset, content = await self.fetch(url, is_ours, self.hosts[host])
        except TooLong:
            return "other", None
        except (aiohttp.ClientError, asyncio.TimeoutError) as failure:
            return "broken", str(failure)
        if 300 <= status < 400:
            try:
                target = normalised(url, headers.get("Location", ""))
            except ValueError:
                return "broken", "leads nowhere"
            self.visit(target[0])
            return "moved", target
        if status >= 400:
            refused = status == 401 or (not is_ours and status in (403, 429))
            return ("other", None) if refused else ("broken", status)
        if not is_ours or not headers.get("Content-Type", "").startswith("text/html"):
            return "other", None
        return "page", self.read(url, content, charset)

    def read(self, url, content, charset):
        base, links, anchors = PARSE(content, charset)
        base = urljoin(url, base) if base else url
        for link in links:
            if not link or link == "#" or (SCHEME.match(link) and not WEB.match(link)):
                continue
            try:
                target = normalised(base, link)
            except ValueError:
                self.malformed += 1
                continue
            self.links.append(target)
            self.visit(target[0])
        return anchors

    async def fetch(self, url, is_read, host):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with host, self.total:
                    if is_read:
                        answer = await self.ask(url, "GET")
                    else:
                        answer = await self.ask(url, "HEAD")
                        if answer[0] >= 400:
                            answer = await self.ask(url, "GET")
                if answer[0] not in BUSY or attempt == ATTEMPTS:
                    return answer
            except (aiohttp.ClientError, asyncio.TimeoutError):
                if attempt == ATTEMPTS:
                    raise
            await asyncio.sleep(0.5 * 2 ** (attempt - 1))

    async def ask(self, url, method):
        async with self.session.request(method, URL(url, encoded=True), allow_redirects=False) as answer:
            if (answer.content_length or 0) > MAX_BYTES:
                raise TooLong
            content = bytearray()
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > MAX_BYTES:
                    raise TooLong
            return answer.status, answer.headers, answer.charset, bytes(content)

    def is_broken(self, target, fragment):
        for _ in range(MAX_REDIRECTS + 1):
            kind, more = self.results[target]
            if kind == "moved":
                target, fragment = more[0], more[1] or fragment
            else:
                return kind == "broken" or (kind == "page" and fragment is not None and fragment not in more)
        return True


async def crawl(url, total, per_host):
    connector = aiohttp.TCPConnector(limit=total, limit_per_host=per_host)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, headers={"User-Agent": "benchmark/1"}
    ) as session:
        return await Crawler(session, url, total, per_host).crawl()


def main():
    total, per_host, pages, broken = map(int, sys.argv[2:6])
    limit = int(os.environ.get("TREADLE_BENCH_MILLIS", "2000")) / 1000
    start, processor, count = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - start < limit:
        found = asyncio.run(crawl(sys.argv[6], total, per_host))
        if found != (pages, broken):
            sys.exit(f"expected a crawl to find {(pages, broken)}, got {found}")
        count += pages
    print(f"result wall: {count / (time.perf_counter() - start)}")
    print(f"result processor: {count / (time.process_time() - processor)}")


main()
