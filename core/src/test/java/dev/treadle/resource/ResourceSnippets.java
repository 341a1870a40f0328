package dev.treadle.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Resource] and [Opened], run as tests.
class ResourceSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private String login(String host) throws IOException {
    if (host.isEmpty()) {
      throw new IOException("no host");
    }
    log.add("login " + host);
    return host + "/session";
  }

  private void logout(String session) {
    log.add("logout " + session);
  }

  private String list(String session) {
    return "files of " + session;
  }

  // @start region="use"
  Resource<String> session(String host) {
    return Resource.of("session on " + host, () -> login(host), this::logout);
  }

  String files(String host) {
    return session(host).use(session -> list(session));
  }

  // @end region="use"

  // @start region="open"
  String filesOfBoth(String here, String there) {
    try (var mine = session(here).open();
        var theirs = session(there).open()) {
      return list(mine.value()) + ", " + list(theirs.value());
    }
  }

  // @end region="open"

  @TreadleTest
  void bothAreClosedTheLastFirst() {
    assertThat(filesOfBoth("a", "b")).isEqualTo("files of a/session, files of b/session");
    assertThat(log).containsExactly("login a", "login b", "logout b/session", "logout a/session");
  }

  // @start region="rethrow"
  String filesOrFail(String host) throws IOException {
    try {
      return files(host);
    } catch (ResourceException e) {
      throw e.rethrow(IOException.class);
    }
  }

  // @end region="rethrow"

  @TreadleTest
  void aSessionIsOverBehindItsBlock() {
    assertThat(files("here")).isEqualTo("files of here/session");
    assertThat(log).containsExactly("login here", "logout here/session");
  }

  @TreadleTest
  void aSessionThatCannotBegin() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> filesOrFail(""))
        .withMessage("no host");
  }
}
