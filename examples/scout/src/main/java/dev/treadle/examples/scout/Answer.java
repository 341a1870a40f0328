package dev.treadle.examples.scout;

import org.jspecify.annotations.Nullable;

/// What came of fetching an address.
///
/// @param verdict what is known of it; `null` if it is a page that is still to be parsed
/// @param page the page, in that case
record Answer(@Nullable Verdict verdict, @Nullable Fetched page) {

  static Answer of(Verdict verdict) {
    return new Answer(verdict, null);
  }

  static Answer of(Fetched page) {
    return new Answer(null, page);
  }
}
