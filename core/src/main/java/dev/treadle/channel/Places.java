package dev.treadle.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A doubly linked list whose links are in its elements: taking one out of the middle costs the
/// same however many there are, and allocates nothing. Guarded by its owner's lock.
final class Places<T> {

  private @Nullable Place<T> first;
  private @Nullable Place<T> last;
  private int size;

  void addLast(Place<T> place) {
    var before = last;
    place.previous = before;
    place.linked = true;
    last = place;
    if (before == null) {
      first = place;
    } else {
      before.next = place;
    }
    size++;
  }

  void addFirst(Place<T> place) {
    var after = first;
    place.next = after;
    place.linked = true;
    first = place;
    if (after == null) {
      last = place;
    } else {
      after.previous = place;
    }
    size++;
  }

  @Nullable Place<T> poll() {
    var place = first;
    if (place != null) {
      remove(place);
    }
    return place;
  }

  /// Takes a place out and returns whether it was in.
  boolean remove(Place<T> place) {
    if (!place.linked) {
      return false;
    }
    var before = place.previous;
    var after = place.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    place.previous = null;
    place.next = null;
    place.linked = false;
    size--;
    return true;
  }

  /// Takes all out, in their order.
  List<Place<T>> clear() {
    var all = new ArrayList<Place<T>>(size);
    for (var place = poll(); place != null; place = poll()) {
      all.add(place);
    }
    return all;
  }

  int size() {
    return size;
  }
}
