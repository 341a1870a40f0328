package dev.treadle.examples.scout;

import dev.treadle.examples.scout.Report.Page;
import dev.treadle.examples.scout.Report.Redirect;
import dev.treadle.examples.scout.Report.Refused;
import dev.treadle.examples.scout.Report.Skipped;
import dev.treadle.examples.scout.Snapshot.State;
import dev.treadle.http.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sorts what became of each address into the lists of a report.
final class ReportLists {

  private final List<Page> pages = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<Redirect> redirects = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  /// Takes one more address.
  ///
  /// @param verdict `null` if it is not known
  void add(Url url, @Nullable Verdict verdict) {
    var text = url.toString();
    switch (verdict) {
      case null -> skipped.add(new Skipped(text, "the crawl was cancelled before"));
      case Verdict.Page page ->
          pages.add(new Page(text, page.status(), page.bytes(), page.duration()));
      case Verdict.Present(_, var remark) -> {
        if (remark != null) {
          skipped.add(new Skipped(text, remark));
        }
      }
      case Verdict.Moved(var status, var target) ->
          redirects.add(new Redirect(text, status, target.toString()));
      case Verdict.Refused(var reason) -> refused.add(new Refused(text, reason));
      case Verdict.Skipped(var reason) -> skipped.add(new Skipped(text, reason));
      case Verdict.Broken _ -> {
        // The links that lead there are reported, not the address.
      }
    }
  }

  Report toReport(
      List<Url> seeds, State state, Duration elapsed, Counters counters, List<BrokenLink> broken) {
    pages.sort(Comparator.comparing(Page::url));
    refused.sort(Comparator.comparing(Refused::url));
    redirects.sort(Comparator.comparing(Redirect::url));
    skipped.sort(Comparator.comparing(Skipped::url));
    var byPage = new ArrayList<>(broken);
    byPage.sort(Comparator.comparing(BrokenLink::page).thenComparing(BrokenLink::link));
    return new Report(seeds, state, elapsed, counters, pages, byPage, refused, redirects, skipped);
  }
}
