package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An address that a crawl has found. What is not final is guarded by the lock of [Books].
final class Entry {

  /// Normalised, without fragment.
  final Url url;

  /// Whether it is a start, or what a start redirects to: its host is part of the site.
  final boolean isStart;

  int depth;
  boolean isReleased;
  boolean isHeld;
  @Nullable Verdict verdict;

  /// Links that wait for the verdict; empty when it is known.
  List<Waiting> waiting = new ArrayList<>(1);

  Entry(Url url, int depth, boolean isStart) {
    this.url = url;
    this.depth = depth;
    this.isStart = isStart;
  }

  /// A link of which is not known yet whether it leads anywhere.
  ///
  /// @param page the page it is on; `null` for a start
  /// @param text where it leads, as it is reported
  /// @param fragment the place it means on the page there
  /// @param via the redirects that were followed so far
  record Waiting(@Nullable Entry page, String text, @Nullable String fragment, List<Entry> via) {

    boolean hasPassed(Entry entry) {
      return via.contains(entry);
    }

    /// Returns the link beyond a redirect. A fragment of its target takes the place of the link's
    /// own (RFC 9110 section 10.2.2).
    Waiting past(Entry redirect, @Nullable String other) {
      var longer = new ArrayList<>(via);
      longer.add(redirect);
      return new Waiting(page, text, other == null ? fragment : other, List.copyOf(longer));
    }
  }

  /// Something to do for an entry.
  ///
  /// @param isRead whether it is read if it is a page, not only asked for
  record Job(Entry entry, boolean isRead) {}
}
