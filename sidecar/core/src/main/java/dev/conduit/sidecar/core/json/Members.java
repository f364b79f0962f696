// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

import java.util.ArrayList;
import java.util.List;

/** What a JSON object or array is made of, as spans of its bytes. For JSON that is valid. */
public final class Members {
  private Members() {}

  /**
   * One member of an object.
   *
   * @param name decoded
   * @param key as it stands, quotes included
   */
  public record Member(String name, Span key, Span value) {}

  /** Members in order, doubles too; empty for anything but an object. */
  public static List<Member> of(byte[] b, Span object) {
    List<Member> all = new ArrayList<>();
    int end = object.to();
    int i = Json.blanks(b, object.from(), end);
    if (i >= end || b[i] != '{') {
      return all;
    }
    i = Json.blanks(b, i + 1, end);
    while (i >= 0 && i < end && b[i] == '"') {
      Span key = new Span(i, Json.string(b, i, end));
      int from = Json.colon(b, key.to(), end);
      int to = Json.value(b, from, end, 1);
      if (to < 0) {
        return all;
      }
      all.add(new Member(JsonText.decode(b, key), key, new Span(from, to)));
      i = next(b, to, end);
    }
    return all;
  }

  /** Elements in order; empty for anything but an array. */
  public static List<Span> elements(byte[] b, Span array) {
    List<Span> all = new ArrayList<>();
    int end = array.to();
    int i = Json.blanks(b, array.from(), end);
    if (i >= end || b[i] != '[') {
      return all;
    }
    i = Json.blanks(b, i + 1, end);
    while (i >= 0 && i < end && b[i] != ']') {
      int to = Json.value(b, i, end, 1);
      if (to < 0) {
        return all;
      }
      all.add(new Span(i, to));
      i = next(b, to, end);
    }
    return all;
  }

  /** Past the comma; the end where there is none. */
  private static int next(byte[] b, int at, int end) {
    int i = Json.blanks(b, at, end);
    return i < end && b[i] == ',' ? Json.blanks(b, i + 1, end) : end;
  }
}
