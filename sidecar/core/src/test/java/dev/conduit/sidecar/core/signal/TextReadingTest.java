// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.UserText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextReadingTest {
  private final TextReading reading = new TextReading();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Why is the sky blue?               | QUESTIONS   | 1
          Why is the sky blue?               | REASONING   | 1
          One. Two! Three                    | SENTENCES   | 2
          It costs 3.50 or 12 euros          | NUMBERS     | 2
          It costs 3.50 or 1,000 euros       | DECIMALS    | 1
          It costs 3.50 or 1,000 euros       | DIGITS      | 7
          Has 3. Takes 1, and 20? How many   | LAST_DIGITS | 0
          Has 3. How many after 12 days?     | LAST_DIGITS | 2
          the cat, the dog                   | DIFFERENT   | 4
          Write a poem                       | CREATIVE    | 2
          Übersetze das, übersetze jenes     | TRANSLATION | 1
          请翻译这句话。                      | TRANSLATION | 1
          请翻译这句话。                      | SENTENCES   | 1
          解释一下，为什么？                  | REASONING   | 2
          Résume ce texte, résume            | SUMMARY     | 2
          extraordinarily short              | LONG_WORDS  | 1
          not never nobody                   | NEGATION    | 2
          """)
  void read_text_countsMeasure(String text, Measure measure, int count) {
    assertThat(read(text).count(measure)).isEqualTo(count);
  }

  @Test
  void read_codeAndChoices_countsStructure() {
    read(
        """
        Which?
        A. one
        B. two
        - item
        1. first
        ```java
        int x = 1;
        ```
        """);
    assertThat(reading.count(Measure.CHOICES)).isEqualTo(2);
    assertThat(reading.count(Measure.ITEMS)).isEqualTo(2);
    assertThat(reading.count(Measure.FENCES)).isEqualTo(2);
  }

  @Test
  void read_wordAgain_countsBucketOnce() {
    int once = read("alpha beta").size();
    // New are the pair "beta alpha", and two triples.
    assertThat(read("alpha beta alpha beta").size()).isEqualTo(once + 3);
  }

  @Test
  void read_twice_leavesNothingOfTheFirst() {
    int[] alone = buckets(new TextReading().read(UserText.of("how many apples")));
    read("something else entirely, with 17 numbers?");
    assertThat(buckets(read("how many apples"))).isEqualTo(alone);
    assertThat(reading.count(Measure.NUMBERS)).isZero();
  }

  @Test
  void read_megabyteOfOneLetter_looksAtTheCapOnly() {
    read("a".repeat(1 << 20));
    assertThat(reading.count(Measure.BYTES)).isLessThanOrEqualTo(TextReading.MAX_BYTES);
    assertThat(reading.size()).isLessThan(10);
  }

  @Test
  void read_allDifferentSigns_staysWithinItsRoom() {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    assertThat(read(text.toString()).size()).isBetween(1000, 3 * TextReading.MAX_BYTES);
  }

  @Test
  void read_deepNestingInText_isText() {
    read("[".repeat(500_000) + "{".repeat(500_000));
    assertThat(reading.count(Measure.BYTES)).isLessThanOrEqualTo(TextReading.MAX_BYTES);
    assertThat(reading.count(Measure.SYMBOLS)).isPositive();
  }

  /** The reader of bodies refuses broken UTF-8; should it ever come here, nothing breaks. */
  @Test
  void read_loneHalvesOfCharacters_countsBytes() {
    assertThat(read("\ud800 \udc00 end").count(Measure.WORDS)).isPositive();
    String body = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"";
    byte[] bytes = (body + "x\\ud83d\\u00e9\\n\\\"y\"}]}").getBytes(StandardCharsets.UTF_8);
    var read = (FactsReader.Reading.Read) FactsReader.read(bytes, 0, bytes.length, Api.CHAT);
    reading.read(read.facts().userText());
    assertThat(reading.count(Measure.LINES)).isEqualTo(1);
  }

  @Test
  void read_otherNumbersAndNames_hasTheSamePairs() {
    int[] ann = grams("Ann buys 12 apples for 1.50 dollars", false);
    assertThat(grams("Bob buys 99 apples for 2.75 dollars", false)).isEqualTo(ann);
    assertThat(grams("bob buys 99 apples for 2.75 dollars", false)).isNotEqualTo(ann);
    assertThat(grams("Ann buys 123 apples for 1.50 dollars", false)).isNotEqualTo(ann);
    assertThat(grams("Bob buys 99 apples for 2.75 dollars", true))
        .isNotEqualTo(grams("Ann buys 12 apples for 1.50 dollars", true));
  }

  @Test
  void read_conversation_lastSentenceIsThatOfTheNewestMessage() {
    byte[] body =
        """
        {"model":"auto","messages":[{"role":"user","content":"Give 12345"},
        {"role":"user","content":"I have 9. How many are 12?"}]}"""
            .getBytes(StandardCharsets.UTF_8);
    var read = (FactsReader.Reading.Read) FactsReader.read(body, 0, body.length, Api.CHAT);
    assertThat(reading.read(read.facts().userText()).count(Measure.LAST_DIGITS)).isEqualTo(2);
    assertThat(reading.count(Measure.DIGITS)).isEqualTo(8);
  }

  @Test
  void excerpt_longText_hasBeginningAndEnd() {
    byte[] room = new byte[400];
    String text = "start " + "middle ".repeat(10_000) + " finish";
    int length = UserText.of(text).excerpt(room);
    String seen = new String(room, 0, length, StandardCharsets.UTF_8);
    assertThat(length).isLessThanOrEqualTo(400);
    assertThat(seen).startsWith("start middle").endsWith("finish");
  }

  @Test
  void excerpt_conversation_newestFirst() {
    byte[] body =
        """
        {"model":"auto","messages":[{"role":"user","content":"old"},
        {"role":"assistant","content":"answer"},{"role":"user","content":"new"}]}"""
            .getBytes(StandardCharsets.UTF_8);
    var read = (FactsReader.Reading.Read) FactsReader.read(body, 0, body.length, Api.CHAT);
    byte[] room = new byte[64];
    int length = read.facts().userText().excerpt(room);
    assertThat(new String(room, 0, length, StandardCharsets.UTF_8)).isEqualTo("new\u001eold\u001e");
  }

  @Test
  void read_anyText_seesWhatThePlainWaySees() {
    List<String> pieces = new ArrayList<>();
    pieces.addAll(List.of("word ", "Name", "GDP", "x3", "3rd", "1,000.50", "7", ". ", "? ", "!"));
    pieces.addAll(List.of("\n", "\n- "));
    pieces.addAll(List.of("\nA. ", "```", "{}", "\u001e", "é", "über", "’", "说明", "。", "😀", "\\"));
    pieces.addAll(
        List.of("not ", "explain why ", "extraordinarily", "  ", "\t", "_", "~", "\u007f"));
    Random random = new Random(7);
    PlainReading plain = new PlainReading();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = i % 50 == 0 ? 2 * TextReading.MAX_BYTES : random.nextInt(60);
      while (text.length() < length) {
        int point = random.nextInt(0xD800);
        text.append(
            random.nextInt(20) == 0
                ? Character.toString(point)
                : pieces.get(random.nextInt(pieces.size())));
      }
      plain.read(UserText.of(text.toString()));
      read(text.toString());
      assertThat(buckets(reading)).as(text.toString()).isEqualTo(buckets(plain));
      for (Measure measure : Measure.values()) {
        assertThat(reading.count(measure))
            .as(measure + ": " + text)
            .isEqualTo(plain.count(measure));
      }
    }
  }

  private static int[] buckets(PlainReading reading) {
    int[] all = new int[reading.size()];
    Arrays.setAll(all, reading::bucket);
    return all;
  }

  /** Of words, or of pairs and triples. */
  private int[] grams(String text, boolean isWords) {
    return Arrays.stream(buckets(read(text)))
        .filter(bucket -> TextReading.isWord(bucket) == isWords)
        .toArray();
  }

  private TextReading read(String text) {
    return reading.read(UserText.of(text));
  }

  private static int[] buckets(TextReading reading) {
    int[] all = new int[reading.size()];
    Arrays.setAll(all, reading::bucket);
    return all;
  }
}
