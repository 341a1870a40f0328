package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.WakeWordModel.Actor;
import dev.treadle.WakeWordModel.Mutant;
import dev.treadle.WakeWordModel.Op;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The wake word's protocol holds in every interleaving, and each of its precautions is needed.
class WakeWordModelTest {

  private static final List<List<Op>> BODIES =
      List.of(
          List.of(Op.WAIT),
          List.of(Op.RAW),
          List.of(Op.WAIT, Op.RAW),
          List.of(Op.WAIT, Op.WAIT),
          List.of(Op.RAW_SWALLOWED),
          List.of(Op.RAW_SWALLOWED, Op.WAIT),
          List.of(Op.WAIT, Op.RAW_SWALLOWED),
          List.of(Op.RAW_SWALLOWED, Op.RAW_SWALLOWED),
          List.of(Op.WAIT_SWALLOWED, Op.WAIT),
          List.of(Op.SHIELD, Op.IO, Op.SHIELD_END),
          List.of(Op.SHIELD, Op.IO, Op.SHIELD_END, Op.RAW),
          List.of(Op.SHIELD, Op.IO, Op.SHIELD_END, Op.WAIT),
          List.of(Op.RAW_SWALLOWED, Op.SHIELD, Op.IO, Op.SHIELD_END, Op.RAW),
          List.of(Op.WAIT_SWALLOWED, Op.SHIELD, Op.IO, Op.SHIELD_END, Op.WAIT),
          List.of(Op.SHIELD, Op.IO, Op.SHIELD_END, Op.SHIELD, Op.IO, Op.SHIELD_END),
          List.of(Op.JOIN),
          List.of(Op.JOIN, Op.WAIT),
          List.of(Op.JOIN, Op.RAW),
          List.of(Op.RAW_SWALLOWED, Op.JOIN, Op.RAW),
          List.of(Op.WAIT, Op.JOIN));

  private static final List<Set<Actor>> COMPANIES =
      List.of(
          EnumSet.of(Actor.TIMER),
          EnumSet.of(Actor.CANCELLER),
          EnumSet.of(Actor.TIMER, Actor.CANCELLER),
          EnumSet.of(Actor.TIMER, Actor.PRODUCER),
          EnumSet.of(Actor.TIMER, Actor.REPEATER),
          EnumSet.of(Actor.CANCELLER, Actor.PRODUCER),
          EnumSet.of(Actor.CANCELLER, Actor.REPEATER),
          EnumSet.of(Actor.TIMER, Actor.CANCELLER, Actor.PRODUCER),
          EnumSet.of(Actor.TIMER, Actor.CANCELLER, Actor.REPEATER));

  private int states;

  @Test
  void noInterleavingLosesACancellationOrAValueOrLetsAnInterruptEscape() {
    assertThat(findings(Mutant.NONE)).isEmpty();
    assertThat(states).isGreaterThan(500_000);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void withoutAnyOneOfItsPrecautionsItDoesNotHold(Mutant mutant) {
    assertThat(findings(mutant)).isNotEmpty();
  }

  private Set<String> findings(Mutant mutant) {
    var findings = new TreeSet<String>();
    for (var body : BODIES) {
      for (var actors : COMPANIES) {
        var model = new WakeWordModel(body, actors, mutant);
        states += model.explore();
        model.findings().forEach(finding -> findings.add(finding + " " + body + " " + actors));
        if (mutant != Mutant.NONE && !findings.isEmpty()) {
          return findings; // one is enough
        }
      }
    }
    return findings;
  }
}
