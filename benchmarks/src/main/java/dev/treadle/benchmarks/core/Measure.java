package dev.treadle.benchmarks.core;

import com.sun.management.OperatingSystemMXBean;
import dev.treadle.benchmarks.Measuring;
import dev.treadle.benchmarks.Rounds;
import java.lang.management.ManagementFactory;

/// What is measured of a workload.
public enum Measure {
  /// Nanoseconds an operation takes, the round divided by its operations.
  NANOS {
    @Override
    double of(Rounds rounds) throws Exception {
      return median(rounds, Rounds::nanosPerOperation);
    }
  },
  /// Milliseconds that a round takes longer than [Workload#NEAR]; starting its tasks is part of it.
  OVERSHOOT {
    @Override
    double of(Rounds rounds) throws Exception {
      return median(rounds, Measure::overshootMillis);
    }
  },
  /// Microseconds of processor time an operation takes in all threads of the process.
  CPU {
    @Override
    double of(Rounds rounds) throws Exception {
      return median(rounds, Measure::cpuMicrosPerOperation);
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

  private static double median(Rounds rounds, Rounds.Value value) throws Exception {
    return rounds.median(Measuring.ordered().time(), value);
  }

  private static double overshootMillis(Rounds rounds) throws Exception {
    return (rounds.nanos() - Workload.NEAR.toNanos()) / 1e6;
  }

  private static double cpuMicrosPerOperation(Rounds rounds) throws Exception {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long start = system.getProcessCpuTime();
    rounds.nanos();
    return (system.getProcessCpuTime() - start) / 1e3 / rounds.count();
  }

  final void report(Rounds rounds) throws Exception {
    Measuring.report(of(rounds));
    System.out.flush();
    // Tasks that sleep for an hour are of no more use.
    Runtime.getRuntime().halt(0);
  }
}
