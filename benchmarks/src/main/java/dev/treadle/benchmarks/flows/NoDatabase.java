package dev.treadle.benchmarks.flows;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Gives out connections to nothing, so that a pool of them is all that is measured.
final class NoDatabase implements DataSource {

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            NoDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, _) -> answer(method.getReturnType(), method.getName()));
  }

  private static @Nullable Object answer(Class<?> type, String method) {
    if (type == boolean.class) {
      return method.equals("isValid") || method.equals("getAutoCommit");
    }
    return type == int.class ? 0 : null;
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Nothing is logged.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // Nobody logs in.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
