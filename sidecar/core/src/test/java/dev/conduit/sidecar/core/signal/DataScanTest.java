// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.DataKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataScanTest {
  private static String seen(String text) {
    DataScan scan = DataScan.of(text.getBytes(StandardCharsets.UTF_8));
    List<String> all = new ArrayList<>();
    for (DataKind kind : DataKind.values()) {
      if (scan.count(kind) > 0) {
        all.add(kind.label() + " " + scan.count(kind));
      }
    }
    return String.join(", ", all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to a.b+c@mail.example.org. | email 1",
        "müller@firma.de;x@y.co | email 2",
        "https://x.org/u?mail=a.b%40mail.example.org&x=1 | email 1",
        "50%40.com, 7%4, a%40b, %40me.com | ''",
        "a@b, @me, me@, x@localhost, 1@2.3 | ''",
        "4111 1111 1111 1111 | card 1",
        "card:4111-1111-1111-1111! | card 1",
        "4111111111111111 5500000000000004 | card 2",
        "order 12 4111 1111 1111 1111 | card 1",
        "378282246310005 | card 1",
        "4111 1111 1111 1112 | ''",
        "0000 0000 0000 0000 | ''",
        "x4111111111111111 | ''",
        "4111111111111111x | ''",
        "1700000000 1700000001 1700000002 | ''",
        "DE89 3704 0044 0532 0130 00 | iban 1",
        "GB82WEST12345698765432, | iban 1",
        "DE89 3704 0044 0532 0130 01 | ''",
        "ES79 2100 0813 6101 2345 6789 | iban 1",
        "+49 30 901820 and +1 (415) 555-2671 | phone 2",
        "1 + 12345678 | ''",
        "sk-proj-abcdefghijklmnop0123456789 | apiKey 1",
        "AKIAIOSFODNN7EXAMPLE | apiKey 1",
        "ghp_0123456789abcdefghij0123456789abcdef | apiKey 1",
        "sk-is-a-prefix-of-many-words-in-prose | ''",
        "-----BEGIN RSA PRIVATE KEY----- | privateKey 1",
        "-----BEGIN PUBLIC KEY----- | ''",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl | jwt 1",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0 | ''",
        "卡号4111111111111111。 | card 1",
      })
  void of_text_countsWhatHasTheForm(String text, String expected) {
    assertThat(seen(text)).isEqualTo(expected);
  }
}
