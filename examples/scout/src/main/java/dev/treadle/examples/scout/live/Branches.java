package dev.treadle.examples.scout.live;

import dev.treadle.http.Url;
import dev.treadle.monitor.TaskTree;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of the task tree that is one crawl.
final class Branches {

  private static final int MOST = 400;

  /// A group or a task of a crawl.
  ///
  /// @param depth how far below the crawl's own group, which is 0
  /// @param path its place in the tree, which is its own
  /// @param name the last part of that
  /// @param state what it does
  /// @param age how long ago it was started
  /// @param waitsFor what it waits for, if it does and somebody knows
  /// @param cancel where to post to cancel it, below the crawl's own address; absent if it cannot
  ///   be cancelled by itself
  record Branch(
      int depth,
      String path,
      String name,
      TaskTree.State state,
      Duration age,
      @Nullable String waitsFor,
      @Nullable String cancel) {

    Branch withoutAge() {
      return new Branch(depth, path, name, state, Duration.ZERO, waitsFor, cancel);
    }
  }

  private record Seen(int depth, String path, int shown) {}

  private Branches() {}

  /// Returns the groups and tasks of a crawl, parents before children; none if it does not run.
  ///
  /// @param crawl what its group is called
  static List<Branch> of(TaskTree tree, String crawl) {
    var entries = tree.entries();
    var found = new ArrayList<Branch>();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry.kind() == TaskTree.Kind.GROUP && lastPart(entry.path()).equals(crawl)) {
        addAll(entries.subList(i, entries.size()), crawl, found);
        return found;
      }
    }
    return found;
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void addAll(List<TaskTree.Entry> entries, String crawl, List<Branch> found) {
    var root = entries.getFirst();
    found.add(branch(root, 0, crawl, "/cancel"));
    var above = new ArrayDeque<Seen>(List.of(new Seen(root.depth(), root.path(), 0)));
    for (var entry : entries.subList(1, entries.size())) {
      while (!above.isEmpty() && above.getLast().depth() >= entry.depth()) {
        above.removeLast();
      }
      if (above.isEmpty() || found.size() == MOST) {
        return;
      }
      var parent = above.getLast();
      // A group without a name has its owner's path: what is in it is shown as the owner's.
      boolean nameless = entry.path().equals(parent.path());
      int shown = parent.shown() + (nameless ? 0 : 1);
      above.addLast(new Seen(entry.depth(), entry.path(), shown));
      if (!nameless) {
        var name = nameBelow(parent.path(), entry.path());
        found.add(branch(entry, shown, name, cancelAddress(name)));
      }
    }
  }

  private static String nameBelow(String parent, String path) {
    return path.startsWith(parent + "/") ? path.substring(parent.length() + 1) : path;
  }

  private static @Nullable String cancelAddress(String name) {
    if (name.startsWith("host ")) {
      return "/hosts/" + Url.encode(name.substring("host ".length())) + "/cancel";
    }
    return name.startsWith("fetch ")
        ? "/fetches/" + Url.encode(name.substring("fetch ".length())) + "/cancel"
        : null;
  }

  private static Branch branch(
      TaskTree.Entry entry, int depth, String name, @Nullable String cancel) {
    return new Branch(
        depth, entry.path(), name, entry.state(), entry.age(), entry.waitsFor(), cancel);
  }
}
