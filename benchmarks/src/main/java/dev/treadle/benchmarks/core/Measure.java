package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.Measuring;

/// What is measured of a workload.
public enum Measure {
  /// Nanoseconds an operation takes, the round divided by its operations.
  NANOS {
    @Override
    double of(Rounds rounds) throws Exception {
      return rounds.median(Rounds::nanosPerOperation);
    }
  },
  /// Milliseconds that a round takes longer than [Workload#NEAR]; starting its tasks is part of it.
  OVERSHOOT {
    @Override
    double of(Rounds rounds) throws Exception {
      return rounds.median(Rounds::overshootMillis);
    }
  },
  /// Microseconds of processor time an operation takes in all threads of the process.
  CPU {
    @Override
    double of(Rounds rounds) throws Exception {
      return rounds.median(Rounds::cpuMicrosPerOperation);
    }
  },
  /// Seconds of one round in a cold JVM.
  SECONDS {
    @Override
    double of(Rounds rounds) throws Exception {
      return rounds.nanosPerOperation() * rounds.count() / 1e9;
    }
  },
  /// Bytes of heap that each sleeping task keeps alive, in a cold JVM.
  HEAP {
    @Override
    double of(Rounds rounds) throws Exception {
      return Asleep.bytesPerTask(rounds);
    }
  };

  abstract double of(Rounds rounds) throws Exception;

  final void report(Rounds rounds) throws Exception {
    Measuring.report(of(rounds));
    System.out.flush();
    // Tasks that sleep for an hour are of no more use.
    Runtime.getRuntime().halt(0);
  }
}
