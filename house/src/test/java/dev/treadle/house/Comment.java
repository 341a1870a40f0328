package dev.treadle.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A comment in a Java file; the compiler's trees do not keep those inside of methods.
record Comment(int line, String text) {

  // String and character literals are matched too, so that slashes within them start no comment.
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\""
              + "|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""
              + "|'(?:[^'\\\\\\n]++|\\\\.)*+'"
              + "|//[^\\n]*+"
              + "|/\\*.*?\\*/",
          Pattern.DOTALL);

  static List<Comment> in(String source) {
    var comments = new ArrayList<Comment>();
    var matcher = TOKEN.matcher(source);
    int line = 1;
    int counted = 0;
    while (matcher.find()) {
      line += newlines(source.substring(counted, matcher.start()));
      counted = matcher.start();
      if (matcher.group().startsWith("/")) {
        comments.add(new Comment(line, matcher.group()));
      }
    }
    return comments;
  }

  /// Returns whether it documents an element rather than a line of code.
  boolean isDocumentation() {
    return text.startsWith("///") || text.startsWith("/**");
  }

  int lines() {
    return newlines(text) + 1;
  }

  private static int newlines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
