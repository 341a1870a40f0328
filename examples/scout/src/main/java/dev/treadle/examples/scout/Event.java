package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.util.List;

/// What a crawl's tasks tell it.
sealed interface Event {

  /// An address is known.
  ///
  /// @param references its links, if it is a page that was read
  record Settled(Entry entry, Verdict verdict, List<Reference> references) implements Event {}

  /// A host of the site has said in its sitemaps what else there is.
  record Prepared(List<Listed> starts) implements Event {}

  /// An address on a sitemap.
  record Listed(Url sitemap, Url page) {}
}
