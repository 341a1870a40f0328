package dev.treadle.http.client;

import dev.treadle.Body;
import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.sync.Mutex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A token that is fetched, and fetched again when it has been refused.
final class FetchedToken implements Auth {

  private final Body<String, ? extends IOException> fetch;
  private final Mutex fetching = Mutex.create();

  private volatile @Nullable String value;

  FetchedToken(Body<String, ? extends IOException> fetch) {
    this.fetch = fetch;
  }

  @Override
  public String authorize(Method method, Url url) throws IOException {
    var known = value;
    if (known != null) {
      return known;
    }
    try (var _ = fetching.acquire()) {
      known = value;
      if (known == null) {
        known = "Bearer " + fetch.run();
        value = known;
      }
      return known;
    }
  }

  /// Forgets it only if it is still the one that was refused: another task may have a new one.
  @Override
  public boolean challenged(@Nullable String refused, Headers headers) {
    if (refused == null) {
      return true;
    }
    try (var _ = fetching.acquire()) {
      if (refused.equals(value)) {
        value = null;
      }
    }
    return true;
  }
}
