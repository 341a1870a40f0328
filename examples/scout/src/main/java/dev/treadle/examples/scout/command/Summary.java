package dev.treadle.examples.scout.command;

import dev.treadle.examples.scout.BrokenLink;
import dev.treadle.examples.scout.Report;
import dev.treadle.examples.scout.Report.Page;
import dev.treadle.examples.scout.Snapshot.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A report for people: what is broken first, by page, and the figures last, where the eye is when
/// the program has ended.
final class Summary {

  private static final int SLOWEST = 5;
  private static final int KEPT_REFUSED = 20;

  private final Report report;
  private final List<String> lines = new ArrayList<>();

  private Summary(Report report) {
    this.report = report;
  }

  static List<String> of(Report report) {
    var summary = new Summary(report);
    summary.broken();
    summary.refused();
    summary.slowest();
    summary.figures();
    return summary.lines.stream().map(Words::printable).toList();
  }

  private void broken() {
    if (report.broken().isEmpty()) {
      return;
    }
    lines.add("Broken links");
    var byPage =
        report.broken().stream()
            .collect(Collectors.groupingBy(BrokenLink::page, TreeMap::new, Collectors.toList()));
    byPage.forEach((page, links) -> {
      lines.add("");
      lines.add("  " + (page.isEmpty() ? "(where the crawl begins)" : page));
      for (var link : links) {
        lines.add("    " + Words.shortened(link.link()));
        lines.add("      " + link.reason());
      }
    });
    lines.add("");
  }

  private void refused() {
    if (report.refused().isEmpty()) {
      return;
    }
    lines.add("Could not be checked, because their hosts let no program look");
    lines.add("");
    report.refused().stream()
        .limit(KEPT_REFUSED)
        .forEach(refused -> lines.add("  " + refused.url() + "  " + refused.reason()));
    int more = report.refused().size() - KEPT_REFUSED;
    if (more > 0) {
      lines.add("  and " + more + " more");
    }
    lines.add("");
  }

  private void slowest() {
    var slowest =
        report.pages().stream()
            .sorted(Comparator.comparing(Page::duration).reversed())
            .limit(SLOWEST)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    lines.add("Slowest pages");
    lines.add("");
    for (var page : slowest) {
      lines.add(String.format(Locale.ROOT, "  %8s  %s", Words.time(page.duration()), page.url()));
    }
    lines.add("");
  }

  private void figures() {
    var counters = report.counters();
    double seconds = Math.max(0.001, report.elapsed().toNanos() / 1e9);
    figure("pages", Words.number(counters.pages()));
    figure("links", Words.number(counters.links()));
    figure("broken", Words.number(counters.broken()));
    figure("redirects", Words.number(counters.redirects()));
    figure("skipped", Words.number(counters.skipped()));
    figure("retries", Words.number(counters.retries()));
    figure("content", Words.bytes(counters.bytes()));
    var rate = String.format(Locale.ROOT, "%.0f pages a second", counters.pages() / seconds);
    figure("time", Words.time(report.elapsed()) + ", " + rate);
    if (report.state() != State.FINISHED) {
      var how = report.state() == State.CANCELLED ? "Interrupted" : "Failed";
      lines.add("");
      lines.add(how + ": this is what was known by then.");
    }
  }

  private void figure(String name, String value) {
    lines.add(String.format(Locale.ROOT, "  %-10s %s", name, value));
  }
}
