// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {
  private static Set<Integer> found(List<String> phrases, String text) {
    Set<Integer> hits = new TreeSet<>();
    new Phrases(phrases).read(UserText.of(text).codePoints(), (phrase, _) -> hits.add(phrase));
    return hits;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prove | Please PROVE it. | true",
        "prove | improve | false",
        "prove | proven | false",
        "two words | say two words twice | true",
        "two words | two wordsmiths | false",
        "two words | two  words | true",
        "two  words | two words | true",
        "two words | twowords | false",
        "a two words | a  a   two    words | true",
        "ÜBERSETZE | bitte übersetze | true",
        "证明 | 请证明这个 | true",
        "c++ | in c++ please | true",
        "cafe | café | false",
        "é | é | true",
      })
  void read_wholeWords_only(String phrase, String text, boolean isThere) {
    assertThat(found(List.of(phrase), text)).hasSize(isThere ? 1 : 0);
  }

  @Test
  void read_wrappedAndIndented_findsThePhrase() {
    assertThat(found(List.of("two words"), "say two\r\n    words")).hasSize(1);
    assertThat(found(List.of("two words"), "say two\n\n\twords")).hasSize(1);
  }

  @Test
  void read_manyOverlapping_findsWhatASlowSearchFinds() {
    Random random = new Random(5);
    for (int round = 0; round < 2_000; round++) {
      List<String> phrases = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String one = plain(text(random, 1 + random.nextInt(4))).strip();
        if (!one.isEmpty() && !phrases.contains(one)) {
          phrases.add(one);
        }
      }
      String text = text(random, random.nextInt(30));
      Set<Integer> slow = new TreeSet<>();
      for (int i = 0; i < phrases.size(); i++) {
        if (isIn(phrases.get(i), plain(text))) {
          slow.add(i);
        }
      }
      assertThat(found(phrases, text)).as("%s in <%s>", phrases, text).isEqualTo(slow);
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("aab 中".charAt(random.nextInt(5)));
    }
    return text.toString();
  }

  private static String plain(String text) {
    return text.replaceAll(" +", " ");
  }

  private static boolean isIn(String phrase, String text) {
    for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      int end = at + phrase.length();
      boolean isStart = at == 0 || !(isLatin(text.charAt(at - 1)) && isLatin(text.charAt(at)));
      boolean isEnd =
          end == text.length() || !(isLatin(text.charAt(end - 1)) && isLatin(text.charAt(end)));
      if (isStart && isEnd) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLatin(char c) {
    return c == 'a' || c == 'b';
  }

  @Test
  void read_oneLetterAndManyPhrasesOfIt_takesStepsByTheLengthOnly() {
    List<String> phrases = new ArrayList<>();
    for (int i = 1; i <= 4_000; i++) {
      phrases.add("a".repeat(i % 60 + 1) + "b" + i);
    }
    Phrases all = new Phrases(phrases);
    int length = 1 << 20;
    long steps = all.read(UserText.of("a".repeat(length)).codePoints(), (_, _) -> {});
    assertThat(steps).isLessThanOrEqualTo(2L * length + 2);
  }
}
