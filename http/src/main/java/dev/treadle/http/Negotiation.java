package dev.treadle.http;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what a client likes best of what there is (RFC 9110 section 12.5).
final class Negotiation {

  private record Wish(MediaType range, int weight) {

    /// How much the range says: more of it overrides less.
    int precision() {
      int named = (range.type().equals("*") ? 0 : 1) + (range.subtype().equals("*") ? 0 : 1);
      return 100 * named + range.parameters().size();
    }
  }

  private Negotiation() {}

  static Optional<MediaType> ofMediaTypes(List<String> accept, Collection<MediaType> offered) {
    if (accept.isEmpty()) {
      return offered.stream().findFirst();
    }
    var wishes = Quality.parse(accept).stream().flatMap(each -> wish(each).stream()).toList();
    MediaType best = null;
    int most = 0;
    for (var offer : offered) {
      int weight = weight(wishes, offer);
      if (weight > most) {
        best = offer;
        most = weight;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Optional<Wish> wish(Quality quality) {
    return MediaType.parse(quality.value()).map(range -> new Wish(range, quality.weight()));
  }

  private static int weight(List<Wish> wishes, MediaType offer) {
    Wish closest = null;
    for (var wish : wishes) {
      if (wish.range().includes(offer) && isCloser(wish, closest)) {
        closest = wish;
      }
    }
    return closest == null ? 0 : closest.weight();
  }

  private static boolean isCloser(Wish wish, @Nullable Wish than) {
    return than == null || wish.precision() > than.precision();
  }
}
