// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceEntriesTest {
  private final PriceEntries entries = new PriceEntries(GpuCatalogue.bundled());

  @Test
  void read_typesAndMachines_areByTheirNames() {
    Prices prices =
        entries
            .read(
                Map.of(
                    "h100-80gb", "6.5",
                    "H100-80GB.spot", " 2 ",
                    "instance-type.p5.48xlarge", "55.04",
                    "instance-type.p5.48xlarge.spot", "20"))
            .prices();

    assertThat(prices.gpu("H100-80GB")).isEqualTo(new Price(Optional.of(6.5), Optional.of(2.0)));
    assertThat(prices.machine("p5.48xlarge"))
        .isEqualTo(new Price(Optional.of(55.04), Optional.of(20.0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "L4        | cheap | L4: \"cheap\" is no price and is left out; write US dollars per hour",
        "L4        | -1    | L4: \"-1\" is no price",
        "L4.spot   | 0,25  | L4.spot: \"0,25\" is no price",
        ".spot     | 1     | .spot: names nothing and is left out; write a GPU type",
        "Tesla-P40 | 1     | Tesla-P40: \"Tesla-P40\" is no GPU type that Conduit knows",
      })
  void read_whatCannotBeMeant_isSaidWithKeyValueAndWayOut(String key, String value, String said) {
    PriceEntries.Reading reading = entries.read(Map.of(key, value, "T4", "0.5"));

    assertThat(reading.problems()).singleElement().asString().startsWith(said.strip());
    assertThat(reading.prices().gpu("T4").onDemand()).contains(0.5);
  }

  @Test
  void read_unknownType_isUsedForNodesThatSayExactlyThat() {
    assertThat(entries.read(Map.of("Tesla-P40", "1")).prices().gpu("Tesla-P40").onDemand())
        .contains(1.0);
  }

  @Test
  void bundled_everyType_isOneOfTheCatalogue() {
    GpuCatalogue gpus = GpuCatalogue.bundled();

    assertThat(PriceTable.bundled().gpus()).hasSizeGreaterThan(8);
    PriceTable.bundled()
        .gpus()
        .forEach(
            (type, price) -> {
              assertThat(gpus.named(type)).as(type).isPresent();
              assertThat(price.spot().orElseThrow()).isLessThan(price.onDemand().orElseThrow());
            });
  }

  @Test
  void with_others_keepsWhatTheyDoNotSay() {
    Prices stated = entries.read(Map.of("L4", "0.7")).prices();

    assertThat(PriceTable.bundled().with(stated).gpu("L4"))
        .isEqualTo(new Price(Optional.of(0.7), Optional.of(0.32192)));
  }

  @Test
  void keysThatDifferInCaseOnly_areNotMixed() {
    PriceEntries.Reading reading =
        new PriceEntries(GpuCatalogue.bundled())
            .read(Map.of("H100-80GB", "3", "h100-80gb", "4", "h100-80gb.spot", "1"));

    assertThat(reading.problems())
        .singleElement()
        .asString()
        .contains("h100-80gb: names the same as H100-80GB", "keep one");
    assertThat(reading)
        .isEqualTo(
            new PriceEntries.Reading(
                new PriceEntries(GpuCatalogue.bundled())
                    .read(Map.of("H100-80GB", "3", "H100-80GB.spot", "1"))
                    .prices(),
                reading.problems()));
  }

  @Test
  void keyOfNoPrice_leavesTheOtherSpellingItsPlace() {
    PriceEntries.Reading reading = entries.read(Map.of("H100-80GB", "n/a", "h100-80gb", "2.10"));

    assertThat(reading.prices().gpu("H100-80GB").onDemand()).contains(2.10);
    assertThat(reading.problems()).singleElement().asString().contains("H100-80GB: \"n/a\"");
  }
}
