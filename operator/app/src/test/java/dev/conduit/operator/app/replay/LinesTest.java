// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinesTest {
  @TempDir Path folder;

  @Test
  void next_blanksMarksAndEnds_areLeftOut_andLinesCounted() throws IOException {
    assertThat(read(Lines.of(bytes("\uFEFF{1}\r\n\n  {2} \n{3}"))))
        .containsExactly("1:{1}", "3:{2}", "4:{3}");
  }

  @Test
  void next_aLineLongerThanAllRequests_isToldWithoutItsText_andTheNextIsRead() throws IOException {
    InputStream file =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[Lines.LONGEST + 1]), bytes("\n{2}\n"));
    assertThat(read(Lines.of(file))).containsExactly("1:", "2:{2}");
  }

  @Test
  void next_aLineAsLongAsCanBe_isRead() throws IOException {
    Optional<Lines.Line> line = Lines.of(bytes("x".repeat(Lines.LONGEST) + "\n")).next();
    assertThat(line.orElseThrow().bytes()).hasSize(Lines.LONGEST);
  }

  @Test
  void of_aPackedFile_isUnpacked() throws IOException {
    Path file = folder.resolve("log.jsonl.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{1}\n{2}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(Lines.of(file))).containsExactly("1:{1}", "2:{2}");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(Lines lines) throws IOException {
    List<String> all = new ArrayList<>();
    try (lines) {
      Optional<Lines.Line> line = lines.next();
      while (line.isPresent()) {
        all.add(line.get().number() + ":" + new String(line.get().bytes(), StandardCharsets.UTF_8));
        line = lines.next();
      }
    }
    return all;
  }
}
