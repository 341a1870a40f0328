package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiDumpTest {

  private static final String SOURCE =
      """
      public sealed class Box<T extends Comparable<? super T>> implements AutoCloseable {
        protected static final int MAX = 1;
        private int hidden;
        Box() {}
        public <X extends Exception> T get(java.util.List<? extends T> from, String... names) throws X {
          return null;
        }
        @Override public void close() throws java.io.IOException {}
        public static final class Full extends Box<String> {}
        static final class Hidden extends Box<String> { public void unseen() {} }
        public record Point(int x, long[] y) {}
        public enum Colour { RED }
        public @interface Mark { int value() default 1; }
        public interface Shape { default void draw() {} static Shape of() { return null; } int size(); }
      }
      class Other { public static class Inner {} }
      """;

  private static final String EXPECTED =
      """
      module m
        exports x

      public sealed class x.Box<T extends Comparable<? super T>> implements AutoCloseable
        protected static final int MAX
        public <X extends Exception> T get(java.util.List<? extends T>, String...) throws X
        public void close() throws java.io.IOException

      public enum x.Box.Colour
        public static final x.Box.Colour RED
        public static x.Box.Colour valueOf(String)
        public static x.Box.Colour[] values()

      public static final class x.Box.Full extends x.Box<String>
        public Full()

      public @interface x.Box.Mark
        int value() default

      public record x.Box.Point
        public Point(int, long[])
        public int x()
        public long[] y()

      public interface x.Box.Shape
        default void draw()
        int size()
        static x.Box.Shape of()
      """;

  @TempDir Path folder;

  @Test
  void whatOthersCanNameIsWrittenNearlyAsJavaWould() throws IOException {
    compile(SOURCE);

    assertThat(ApiDump.of(folder)).containsExactly(EXPECTED.lines().toArray(String[]::new));
  }

  @Test
  void aModuleThatWasNotCompiledSaysHowTo() {
    assertThatThrownBy(() -> ApiDump.of(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "expected a compiled module, found no %s: run ./mvnw verify at the root",
            folder.resolve("module-info.class"));
  }

  private void compile(String types) throws IOException {
    var module = Files.writeString(folder.resolve("module-info.java"), "module m { exports x; }");
    var box = Files.writeString(folder.resolve("Box.java"), "package x;\n" + types);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var objects = compiler.getStandardFileManager(null, null, null).getJavaFileObjects(module, box);
    var options = List.of("-d", folder.toString());

    assertThat(compiler.getTask(null, null, null, options, null, objects).call()).isTrue();
  }
}
