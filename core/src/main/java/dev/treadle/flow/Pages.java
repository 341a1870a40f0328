package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.Step;
import org.jspecify.annotations.Nullable;

/// A source in which each element leads to the next.
final class Pages<P> extends Stage<P> {

  private final Body<? extends P, ?> first;
  private final Step<? super P, ? extends @Nullable P, ?> next;

  Pages(Body<? extends P, ?> first, Step<? super P, ? extends @Nullable P, ?> next) {
    this.first = first;
    this.next = next;
  }

  @Override
  Pull<P> open(Crew crew) {
    return new Turning<>(this);
  }

  @Override
  public String toString() {
    return "pages";
  }

  private static final class Turning<P> extends Pull<P> {

    private final Pages<P> pages;
    private @Nullable P page;
    private boolean over;

    Turning(Pages<P> pages) {
      this.pages = pages;
    }

    @Override
    @Nullable P next() throws Exception {
      if (over) {
        return null;
      }
      var last = page;
      page = last == null ? Sources.present(pages.first.run(), "pages") : pages.next.apply(last);
      over = page == null;
      return page;
    }

    @Override
    void close() {}
  }
}
