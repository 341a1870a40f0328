package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The list of a group's children, by itself.
class ChildrenTest {

  private static final VarHandle OUTCOME;

  static {
    try {
      var lookup = MethodHandles.privateLookupIn(Child.class, MethodHandles.lookup());
      OUTCOME = lookup.findVarHandle(Child.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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
    return new Child<>(group, group, new Launch<String>(null, () -> "value", null));
  }

  /// Lets a child look as if it had ended, and counts it off.
  private void end(Child<?> child) {
    OUTCOME.set(child, "value");
    child.leaveRow();
    children.ended();
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

      end(first);
      assertThat(children.isEmpty()).isFalse();
      assertThat(children.live()).isEqualTo(1);
      end(second);
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

    children.dismiss();
    assertThat(children.close()).isFalse();
    children.dismiss();
    assertThat(children.close()).isTrue();
    assertThat(children.linked()).isZero();
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
        assertThat(children.linked()).isLessThan(210);
      }
      visit();
      assertThat(seen).isEqualTo(Set.of(live));
    });
  }

  /// Rows of 4, 8, 16, 32 and 64: somebody stays in the first, the fifth and the sixth.
  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Children", "dev.treadle.ChildrenRow"})
  void aLiveChildIsNeverLostToThoseWhoUnlinkTheDead() {
    inAGroup(group -> {
      var dying = new ArrayList<Child<?>>();
      var living = new HashSet<Child<?>>();
      for (int i = 0; i < 136; i++) {
        (i == 3 || i == 100 ? living : dying).add(linked(group));
      }
      endAll(dying.subList(0, 56));
      var one = Thread.startVirtualThread(() -> endAll(dying.subList(56, 62)));
      var two = Thread.startVirtualThread(() -> endAll(dying.subList(62, 128)));
      living.add(linked(group));
      visit();

      assertThat(seen).containsAll(living);
      one.join();
      two.join();
      seen.clear();
      visit();
      assertThat(seen).containsAll(living).hasSize(9);
      assertThat(children.live()).isEqualTo(9);
      assertThat(children.linked()).isBetween(137L - 8 - 16 - 32, 137L - 8 - 16);
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
