package dev.treadle.benchmarks.flows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.treadle.resource.Pool;
import dev.treadle.resource.Resource;
import java.time.Duration;

/// A pool of ten items.
///
/// @param source lends them
/// @param end closes them
record Lender(Source source, Runnable end) implements AutoCloseable {

  static final int SIZE = 10;

  /// So that nobody in a crowd gives up.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  static Lender named(String name) {
    return switch (name) {
      case "treadle" -> treadle();
      case "hikari" -> hikari();
      default -> throw new IllegalArgumentException("expected treadle or hikari, got " + name);
    };
  }

  private static Lender treadle() {
    var resource = Resource.of(Object::new, _ -> {});
    var pool = Pool.open(resource, c -> c.withMinSize(SIZE).withMaxSize(SIZE));
    return new Lender(pool::acquire, pool::close);
  }

  private static Lender hikari() {
    var config = new HikariConfig();
    config.setDataSource(new NoDatabase());
    config.setMaximumPoolSize(SIZE);
    config.setConnectionTimeout(PATIENCE.toMillis());
    var pool = new HikariDataSource(config);
    return new Lender(pool::getConnection, pool::close);
  }

  /// Waits for an item.
  ///
  /// @return to be closed to give it back
  AutoCloseable borrow() throws Exception {
    return source.borrow();
  }

  @Override
  public void close() {
    end.run();
  }

  /// A pool's own way to lend an item.
  @FunctionalInterface
  interface Source {
    AutoCloseable borrow() throws Exception;
  }
}
