// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.UnreadableWeights;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarIndexTest {
  @Test
  void valuesWithLineBreaks_areNoRecordsOfTheirOwn() throws IOException {
    Tar tar =
        new Tar()
            .extended(
                Tar.record("SCHILY.xattr.user.a=x\n18 path=forged/one\n12 size=512\n"),
                Tar.record("SCHILY.xattr.security.b=\u00ff\u0000\n\u0080"),
                Tar.record("path=models/true"))
            .file("short", 3)
            .file("next", 5);

    assertThat(tar.files()).containsOnlyKeys("models/true", "next");
    assertThat(tar.files().get("models/true").bytes()).isEqualTo(3);
  }

  @Test
  void sizeOfAnExtendedHeader_isThatOfTheFile_notOfAHeaderBetween() throws IOException {
    Tar tar = new Tar().extended(Tar.record("size=3")).extended(Tar.record("path=a")).file("b", 3);

    assertThat(tar.files()).containsOnlyKeys("a");
    assertThat(tar.files().get("a").bytes()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path=a\n",
        "99 path=a\n",
        "8 path=a\n",
        "0 path=a\n",
        "10 path=a ",
        "9999999999 path=a\n",
        "11 size=-1\n"
      })
  void damagedRecord_isSaid(String record) {
    assertThatThrownBy(() -> new Tar().extended(record).file("b", 3).files())
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("damaged extended header");
  }

  @Test
  void sparseFile_isRefusedByName() {
    assertThatThrownBy(() -> new Tar().entry("models/model.gguf", 'S').files())
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("models/model.gguf as a sparse file");
    String[] records = {
      Tar.record("GNU.sparse.major=1"),
      Tar.record("GNU.sparse.name=models/model.gguf"),
      Tar.record("path=GNUSparseFile.0/model.bin")
    };
    assertThatThrownBy(() -> new Tar().extended(records).file("x", 3).files())
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("models/model.gguf as a sparse file");
  }
}
