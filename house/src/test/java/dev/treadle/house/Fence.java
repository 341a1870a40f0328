package dev.treadle.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A fenced block of code in a Markdown page; lines count from zero.
///
/// @param language the first word after the opening fence, may be empty
/// @param opens the line of the opening fence
/// @param closes the line of the closing fence, or the number of lines if it is missing
record Fence(String language, int opens, int closes) {

  private static final Pattern OPENING = Pattern.compile("\\s*(`{3,}|~{3,})\\s*(\\w*)[^`]*");

  /// Finds the blocks of a page; a fence inside of a longer fence is text.
  static List<Fence> in(List<String> lines) {
    var fences = new ArrayList<Fence>();
    int next = 0;
    while (next < lines.size()) {
      var opening = OPENING.matcher(lines.get(next));
      if (opening.matches()) {
        int end = end(lines, next + 1, opening.group(1));
        fences.add(new Fence(opening.group(2), next, end));
        next = end;
      }
      next++;
    }
    return fences;
  }

  boolean isJava() {
    return language.equals("java");
  }

  /// Returns whether the page, given by its lines, has a closing fence.
  boolean isClosed(List<String> page) {
    return closes < page.size();
  }

  /// Returns the lines between the fences, a view of those of the page.
  List<String> inside(List<String> page) {
    return page.subList(opens + 1, closes);
  }

  /// Returns what stands before the opening fence; a block in a list is indented.
  String indentation(List<String> page) {
    var fence = page.get(opens);
    return fence.substring(0, fence.length() - fence.stripLeading().length());
  }

  private static int end(List<String> lines, int from, String mark) {
    var closing = Pattern.compile("\\s*" + mark + mark.charAt(0) + "*\\s*");
    int line = from;
    while (line < lines.size() && !closing.matcher(lines.get(line)).matches()) {
      line++;
    }
    return line;
  }
}
