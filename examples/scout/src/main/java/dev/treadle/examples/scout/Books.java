package dev.treadle.examples.scout;

import dev.treadle.examples.scout.CrawlSettings.External;
import dev.treadle.examples.scout.CrawlSettings.Scope;
import dev.treadle.examples.scout.Entry.Waiting;
import dev.treadle.http.Url;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a crawl knows: each address once, what became of it, and which links lead nowhere. It does
/// nothing by itself, but says what is to be done.
///
/// A link is judged when it is known where it leads: it waits at its target's entry, and behind a
/// redirect at the next one. So nothing has to be kept of links that are fine.
///
/// If there is a limit to the depth, pages are released level by level. So each is read at its
/// least depth, in whatever order answers come.
final class Books {

  private static final int MAX_REDIRECTS = 10;

  private final Scope scope;
  private final int maxPages;
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by the lock.
  private final Map<String, Entry> entries = new HashMap<>();
  private final Set<String> sites = new HashSet<>();
  private final List<BrokenLink> broken = new ArrayList<>();

  /// One link may be written in several ways.
  private final Set<BrokenLink> told = new HashSet<>();

  private List<Entry> held = new ArrayList<>();
  private int level;
  private int open;
  private int toRead;
  private final Tally tally = new Tally();

  Books(CrawlSettings settings) {
    this.scope = settings.scope();
    this.maxPages = settings.limits().maxPages();
    this.level = scope.depth() == Integer.MAX_VALUE ? Integer.MAX_VALUE : 0;
  }

  private static final class Tally {
    int done;
    int pages;
    long bytes;
    long links;
    int redirects;
    int skipped;
  }

  /// Begins with these addresses.
  List<Entry.Job> begin(List<Url> seeds) {
    return noting(jobs -> {
      for (var seed : seeds) {
        sites.add(seed.authority());
      }
      for (var seed : seeds) {
        link(null, 0, true, Reference.to(seed), jobs);
      }
    });
  }

  /// Something else than an entry is waited for, until [#add(List)].
  void expectMore() {
    noting(_ -> open++);
  }

  /// What was waited for has come: more addresses to begin with.
  List<Entry.Job> add(List<Event.Listed> starts) {
    return noting(jobs -> {
      var sitemaps = new HashMap<Url, Entry>();
      for (var start : starts) {
        var sitemap = sitemaps.computeIfAbsent(start.sitemap(), url -> new Entry(url, 0, false));
        link(sitemap, 0, false, Reference.to(start.page()), jobs);
      }
      close(jobs);
    });
  }

  /// An address is known now.
  ///
  /// @param references the links, if it is a page
  List<Entry.Job> settle(Entry entry, Verdict verdict, List<Reference> references) {
    return noting(jobs -> {
      decide(entry, verdict, jobs);
      tally.links += references.size();
      for (var reference : references) {
        link(entry, entry.depth + 1, false, reference, jobs);
      }
      close(jobs);
    });
  }

  private List<Entry.Job> noting(Consumer<List<Entry.Job>> step) {
    var jobs = new ArrayList<Entry.Job>();
    lock.lock();
    try {
      step.accept(jobs);
    } finally {
      lock.unlock();
    }
    return jobs;
  }

  /// Returns whether there is nothing left to do.
  boolean isDone() {
    lock.lock();
    try {
      return open == 0;
    } finally {
      lock.unlock();
    }
  }

  // --- With the lock held

  private void close(List<Entry.Job> jobs) {
    open--;
    while (open == 0 && !held.isEmpty()) {
      level++;
      var next = held;
      held = new ArrayList<>();
      for (var entry : next) {
        if (!entry.isReleased) {
          release(entry, jobs);
        }
      }
    }
  }

  private void link(
      @Nullable Entry page, int depth, boolean isStart, Reference reference, List<Entry.Job> jobs) {
    var url = reference.url();
    if (url == null) {
      report(page, reference.text(), "this is no address");
      return;
    }
    var target = find(url, depth, isStart, jobs);
    judge(target, new Waiting(page, reference.text(), reference.fragment(), List.of()));
  }

  private Entry find(Url url, int depth, boolean isStart, List<Entry.Job> jobs) {
    var entry = entries.computeIfAbsent(url.toString(), _ -> new Entry(url, depth, isStart));
    if (!entry.isReleased) {
      entry.depth = Math.min(entry.depth, depth);
      if (entry.depth <= level) {
        release(entry, jobs);
      } else if (!entry.isHeld) {
        entry.isHeld = true;
        held.add(entry);
      }
    }
    return entry;
  }

  private void release(Entry entry, List<Entry.Job> jobs) {
    entry.isReleased = true;
    var reason = reasonToSkip(entry);
    if (reason != null) {
      decide(entry, new Verdict.Skipped(reason), jobs);
      return;
    }
    boolean isRead = (entry.isStart || isInScope(entry.url)) && entry.depth <= scope.depth();
    if (isRead && toRead == maxPages) {
      decide(entry, new Verdict.Skipped("beyond the limit of " + maxPages + " pages"), jobs);
      return;
    }
    toRead += isRead ? 1 : 0;
    open++;
    jobs.add(new Entry.Job(entry, isRead));
  }

  private @Nullable String reasonToSkip(Entry entry) {
    if (scope.exclude().stream().anyMatch(pattern -> pattern.matches(entry.url))) {
      return "excluded";
    }
    if (scope.external() == External.SKIP && !entry.isStart && !isInScope(entry.url)) {
      return "leads out of the site";
    }
    return null;
  }

  private boolean isInScope(Url url) {
    return scope.include().isEmpty()
        ? sites.contains(url.authority())
        : scope.include().stream().anyMatch(pattern -> pattern.matches(url));
  }

  private void decide(Entry entry, Verdict verdict, List<Entry.Job> jobs) {
    if (entry.verdict != null) {
      throw new IllegalStateException(
          "expected one verdict on "
              + entry.url
              + ", found "
              + verdict
              + " after "
              + entry.verdict);
    }
    entry.verdict = verdict;
    count(verdict);
    if (verdict instanceof Verdict.Moved(_, var target)) {
      if (entry.isStart) {
        sites.add(target.authority());
      }
      find(target.withoutFragment().normalise(), entry.depth, entry.isStart, jobs);
    }
    var waiting = entry.waiting;
    entry.waiting = List.of();
    for (var link : waiting) {
      judge(entry, link);
    }
  }

  private void count(Verdict verdict) {
    tally.done++;
    switch (verdict) {
      case Verdict.Page page -> {
        tally.pages++;
        tally.bytes += page.bytes();
      }
      case Verdict.Present present -> {
        tally.bytes += present.bytes();
        tally.skipped += present.remark() == null ? 0 : 1;
      }
      case Verdict.Moved _ -> tally.redirects++;
      case Verdict.Skipped _ -> tally.skipped++;
      case Verdict.Broken _, Verdict.Refused _ -> {
        // Links count, and these are counted when they are judged.
      }
    }
  }

  private void judge(Entry target, Waiting link) {
    switch (target.verdict) {
      case null -> target.waiting.add(link);
      case Verdict.Moved(_, var next) -> follow(target, next, link);
      case Verdict.Broken(var reason) -> report(link, target, reason);
      case Verdict.Page page -> {
        var place = link.fragment();
        if (place != null && !page.anchors().contains(place)) {
          report(link, target, "the page has no place called '" + place + "'");
        }
      }
      // A crawl that has not even begun must not look as if all were well.
      case Verdict.Skipped(var reason) when link.page() == null ->
          report(link, target, "not read: " + reason);
      case Verdict.Refused(var reason) when link.page() == null ->
          report(link, target, "not read: " + reason);
      case Verdict.Present(_, var remark) when link.page() == null ->
          report(link, target, "not read: " + (remark == null ? "it is no page" : remark));
      case Verdict.Present _, Verdict.Refused _, Verdict.Skipped _ -> {
        // As far as anybody knows it is fine.
      }
    }
  }

  private void follow(Entry redirect, Url next, Waiting link) {
    var target = entries.get(next.withoutFragment().normalise().toString());
    var beyond = link.past(redirect, Reference.place(next.fragment()));
    if (target == null || beyond.hasPassed(target)) {
      report(link.page(), link.text(), "redirects in a circle");
    } else if (beyond.via().size() > MAX_REDIRECTS) {
      report(link.page(), link.text(), "redirects more than " + MAX_REDIRECTS + " times");
    } else {
      judge(target, beyond);
    }
  }

  private void report(Waiting link, Entry end, String reason) {
    var where = link.via().isEmpty() ? "" : "redirects to " + end.url + ": ";
    report(link.page(), link.text(), where + reason);
  }

  private void report(@Nullable Entry page, String link, String reason) {
    var found = new BrokenLink(page == null ? "" : page.url.toString(), link, reason);
    if (told.add(found)) {
      broken.add(found);
    }
  }

  // --- What is known

  Counters counters(int retries) {
    lock.lock();
    try {
      return new Counters(
          entries.size(),
          tally.done,
          tally.pages,
          tally.bytes,
          tally.links,
          broken.size(),
          tally.redirects,
          tally.skipped,
          retries);
    } finally {
      lock.unlock();
    }
  }

  List<BrokenLink> broken(int from) {
    lock.lock();
    try {
      return from >= broken.size() ? List.of() : List.copyOf(broken.subList(from, broken.size()));
    } finally {
      lock.unlock();
    }
  }

  /// Shows every address and what became of it; `null` if that is not known.
  void forEach(BiConsumer<Url, @Nullable Verdict> action) {
    lock.lock();
    try {
      entries.values().forEach(entry -> action.accept(entry.url, entry.verdict));
    } finally {
      lock.unlock();
    }
  }
}
