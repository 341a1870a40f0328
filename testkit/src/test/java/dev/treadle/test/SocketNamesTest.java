package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketNamesTest {

  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 x
         1: 0100007F:1F90 0100007F:8AE2 01 00000000:00000000 00:00000000 00000000     0        0 102 1 x
      """;
  private static final String TCP6 =
      """
        sl  local_address                         remote_address                        st tx rx tr uid to inode
         0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 103 1
         1: 0000000000000000FFFF00000100007F:0051 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 104 1
      """;
  private static final String UDP =
      """
         sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
          7: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 105 2 x
      """;
  private static final String UNIX =
      """
      Num       RefCount Protocol Flags    Type St Inode Path
      0000000000000000: 00000002 00000000 00010000 0001 01 106 /tmp/my.sock
      0000000000000000: 00000003 00000000 00000000 0001 03 107
      """;

  @TempDir private Path tables = Path.of("");

  @BeforeEach
  void writeTables() throws IOException {
    Files.writeString(tables.resolve("tcp"), TCP);
    Files.writeString(tables.resolve("tcp6"), TCP6);
    Files.writeString(tables.resolve("udp"), UDP);
    Files.writeString(tables.resolve("unix"), UNIX);
  }

  @Test
  void aTcpSocketIsNamedByItsAddresses() {
    assertThat(describe(101)).isEqualTo("socket:[101] (tcp, listening on 127.0.0.1:8080)");
    assertThat(describe(102))
        .isEqualTo("socket:[102] (tcp, from 127.0.0.1:8080 to 127.0.0.1:35554)");
  }

  @Test
  void aTcpSocketOfTheSixthVersionToo() {
    assertThat(describe(103)).isEqualTo("socket:[103] (tcp, listening on 0:0:0:0:0:0:0:1:80)");
    assertThat(describe(104)).isEqualTo("socket:[104] (tcp, listening on 127.0.0.1:81)");
  }

  @Test
  void aUdpSocketIsNamedByItsAddress() {
    assertThat(describe(105)).isEqualTo("socket:[105] (udp, bound to 0.0.0.0:53)");
  }

  @Test
  void aUnixSocketIsNamedByItsPath() {
    assertThat(describe(106)).isEqualTo("socket:[106] (unix, /tmp/my.sock)");
    assertThat(describe(107)).isEqualTo("socket:[107] (unix)");
  }

  @Test
  void whatIsInNoTableGoesByItsNumber() {
    assertThat(describe(999)).isEqualTo("socket:[999]");
  }

  @Test
  void whatIsNoSocketStaysAsItIs() {
    assertThat(SocketNames.read(tables).describe("pipe:[101]")).isEqualTo("pipe:[101]");
  }

  @Test
  void withoutTablesThereAreNoNames() {
    assertThat(SocketNames.read(tables.resolve("none")).names()).isEmpty();
  }

  private String describe(int inode) {
    return SocketNames.read(tables).describe("socket:[" + inode + "]");
  }
}
