package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The list of a group's children, by itself.
class ChildrenTest {

  private final Children children = new Children();
  private final Set<Child<?>> seen = ConcurrentHashMap.newKeySet();

  /// A child that is linked and not started, and the means to end it.
  private Child<?> linked(GroupScope group) {
    var child = unlinked(group);
    assertThat(children.admit()).isTrue();
    children.link(child);
    return child;
  }

  private static Child<?> unlinked(GroupScope group) {
    return new Child<>(group, group, new Launch<String>(null, () -> "value", null), 1);
  }

  /// Lets a child look as if it had ended, and counts it off.
  private boolean end(Child<?> child) {
    child.lookEnded();
    return children.ended();
  }

  private void visit() {
    children.forEach(seen::add);
  }

  private static void inAGroup(Each<GroupScope, Exception> body) {
    TaskGroup.run(group -> body.accept((GroupScope) group));
  }

  @TreadleTest
  void itCountsWhoLives() {
    inAGroup(group -> {
      assertThat(children.isEmpty()).isTrue();
      var first = linked(group);
      var second = linked(group);
      assertThat(children.live()).isEqualTo(2);

      assertThat(end(first)).isFalse();
      assertThat(end(second)).isTrue();
      assertThat(children.isEmpty()).isTrue();
    });
  }

  @TreadleTest
  void itClosesOnlyWhenNobodyIsIn() {
    inAGroup(group -> {
      var child = linked(group);
      assertThat(children.close()).isFalse();
      assertThat(children.isClosed()).isFalse();
      end(child);

      assertThat(children.close()).isTrue();
      assertThat(children.close()).isTrue();
      assertThat(children.isClosed()).isTrue();
      assertThat(children.admit()).isFalse();
      assertThat(children.live()).isZero();
    });
  }

  @TreadleTest
  void anAdmissionCanBeTakenBack() {
    assertThat(children.admit()).isTrue();
    assertThat(children.admit()).isTrue();

    assertThat(children.dismiss()).isFalse();
    assertThat(children.dismiss()).isTrue();
    assertThat(children.close()).isTrue();
  }

  @TreadleTest
  void theDeadAreNotVisited() {
    inAGroup(group -> {
      var live = linked(group);
      end(linked(group));

      visit();
      assertThat(seen).isEqualTo(Set.of(live));
    });
  }

  @TreadleTest
  void theListStaysShortHoweverManyHaveEnded() {
    inAGroup(group -> {
      var live = linked(group);
      for (int i = 0; i < 10_000; i++) {
        end(linked(group));
        assertThat(children.linked()).isLessThan(70);
      }
      visit();
      assertThat(seen).isEqualTo(Set.of(live));
    });
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.Children", "dev.treadle.ChildrenTest"})
  void aLiveChildIsNeverLostToThoseWhoUnlinkTheDead() {
    inAGroup(group -> {
      var dying = new ArrayList<Child<?>>();
      var living = new HashSet<Child<?>>();
      for (int i = 0; i < 66; i++) {
        (i % 22 == 3 ? living : dying).add(linked(group));
      }
      endAll(dying.subList(0, 32));
      var one = Thread.startVirtualThread(() -> endAll(dying.subList(32, 47)));
      var two = Thread.startVirtualThread(() -> endAll(dying.subList(47, 63)));
      living.add(linked(group));
      visit();

      assertThat(seen).containsAll(living);
      one.join();
      two.join();
      seen.clear();
      visit();
      assertThat(seen).isEqualTo(living);
      assertThat(children.live()).isEqualTo(living.size());
      assertThat(children.linked()).isLessThan(66);
    });
  }

  private void endAll(List<Child<?>> dying) {
    dying.forEach(this::end);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.Children")
  void eitherItClosesOrSomebodyGetsIn() throws InterruptedException {
    var admitted = new boolean[1];
    var other = Thread.startVirtualThread(() -> admitted[0] = children.admit());
    boolean closed = children.close();
    other.join();

    assertThat(closed).isNotEqualTo(admitted[0]);
    assertThat(World.current().isSimulated()).isTrue();
  }
}
