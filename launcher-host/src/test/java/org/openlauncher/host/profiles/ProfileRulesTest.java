package org.openlauncher.host.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ClusterInfo.ResourceProfile;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.host.testing.TestUsers;

class ProfileRulesTest {
  private static final Capabilities EVERYTHING =
      new Capabilities(
          Set.of(JobOperation.values()),
          Set.of(),
          Set.of(Capabilities.Feature.CONTAINERS, Capabilities.Feature.QUEUES),
          Set.of(),
          Set.of("cpuCount", "memory", "cpuTime", "nvidiaGpus", "gpus", "gpus-a100"));
  private static final Capabilities NOTHING =
      new Capabilities(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  @TempDir private Path folder;
  private ProfileFiles files;
  private Capabilities capabilities = EVERYTHING;
  private ClusterInfo info = ClusterInfo.PLAIN;

  @BeforeEach
  void makeFolder() {
    files = new ProfileFiles(folder);
  }

  private static JobSpecification.Builder job() {
    return JobSpecification.builder("sum", "ada", "Farm").exe("/bin/true");
  }

  private static JobSpecification.Builder job(String... typesAndValues) {
    List<ResourceLimit> limits = new java.util.ArrayList<>();
    for (int index = 0; index < typesAndValues.length; index += 2) {
      limits.add(new ResourceLimit(typesAndValues[index], typesAndValues[index + 1]));
    }
    return job().resourceLimits(limits);
  }

  private Permitted apply(JobSpecification.Builder job, String profiles, String sizes) {
    ClusterProfiles read = files.read(profiles, sizes);
    return ProfileRules.apply(
        job.build(), TestUsers.account("ada"), read, capabilities, () -> info);
  }

  private List<String> limits(JobSpecification.Builder job, String profiles) {
    return apply(job, profiles, "").specification().resourceLimits().stream()
        .map(limit -> limit.type() + "=" + limit.value())
        .toList();
  }

  private void refused(JobSpecification.Builder job, String profiles, String sizes, String told) {
    String expected =
        told.replace("PROFILES", files.profiles().toString())
            .replace("SIZES", files.sizes().toString());
    assertThatThrownBy(() -> apply(job, profiles, sizes))
        .isInstanceOf(LauncherException.class)
        .hasMessage(expected);
  }

  @Test
  void defaultsAreFilledInAndWhereThereAreNoneMaxima() {
    String profiles =
        """
        [*]
        default-cpus=1.5
        max-cpus=4
        max-mem-mb=512
        max-nvidia-gpus=2
        max-time=1h
        max-cpu-time=10m
        default-amd-gpus=1
        """;

    assertThat(limits(job(), profiles))
        .as("no job gets a GPU that asks for none, and no AMD one where nobody hands them out")
        .containsExactly("cpuCount=1.5", "memory=512", "cpuTime=600", "wallTime=3600");
    assertThat(limits(job("memory", "100", "cpuCount", "4.0", "nvidiaGpus", "0"), profiles))
        .containsExactly(
            "memory=100", "cpuCount=4.0", "nvidiaGpus=0", "cpuTime=600", "wallTime=3600");
  }

  @Test
  void withoutProfilesNothingChanges() {
    JobSpecification asked = job("memory", "100", "unheardOf", "7").build();

    assertThat(apply(asked.toBuilder(), "", "").specification()).isEqualTo(asked);
    assertThat(apply(asked.toBuilder(), "", "").quota()).isEmpty();
  }

  @Test
  void requestOverAMaximumIsRefusedWithLimitValueMaximumAndPlace() {
    refused(
        job("memory", "100", "cpuCount", "4.001"),
        "[*]\nmax-cpus=4\nmax-mem-mb=99\n",
        "",
        "$.job.resourceLimits[1].value: cpuCount 4.001 is more than the most that you may ask for,"
            + " 4 (max-cpus, PROFILES:2); $.job.resourceLimits[0].value: memory 100 is more than"
            + " the most that you may ask for, 99 (max-mem-mb, PROFILES:3)");
  }

  @Test
  void nothingIsNoWayAroundAMaximum() {
    refused(
        job("memory", "0"),
        "[*]\nmax-mem-mb=99\n",
        "",
        "$.job.resourceLimits[0].value: memory 0 would stand for no limit; expected more than 0, at"
            + " most 99 (max-mem-mb, PROFILES:2)");
  }

  @Test
  void gpusOfOneKindCountAmongAll() {
    String profiles = "[*]\nmax-gpus=3\nmax-gpus-a100=2\n";

    assertThat(limits(job("gpus", "1", "gpus-a100", "2"), profiles))
        .containsExactly("gpus=1", "gpus-a100=2");
    refused(
        job("gpus-a100", "3"),
        profiles,
        "",
        "$.job.resourceLimits[0].value: gpus-a100 3 is more than the most that you may ask for, 2"
            + " (max-gpus-a100, PROFILES:3)");
    refused(
        job("gpus-v100", "4"),
        profiles,
        "",
        "$.job.resourceLimits: gpus and gpus-v100 together are 4, more than the most that you may"
            + " ask for, 3 (max-gpus, PROFILES:2)");
  }

  @Test
  void whatAClusterCanNotEnforceIsNotFilledIn() {
    capabilities = NOTHING;

    assertThat(limits(job(), "[*]\ndefault-cpus=1\nmax-mem-mb=512\nmax-time=1h\n")).isEmpty();
  }

  @Test
  void defaultOfAGroupAboveTheMaximumOfAUserAsksForAChoice() {
    String profiles = "[@users]\ndefault-cpus=8\n[ada]\nmax-cpus=2\n";

    refused(
        job(),
        profiles,
        "",
        "$.job.resourceLimits: cpuCount: you have to ask for some, at most 2 (max-cpus,"
            + " PROFILES:4), since the default is more than that: 8 (default-cpus, PROFILES:2)");
    assertThat(limits(job("cpuCount", "2"), profiles)).containsExactly("cpuCount=2");
  }

  @Test
  void namedSizeIsExpanded() {
    String sizes =
        """
        [small]
        cpus=0.5
        mem-mb=256
        [gpu]
        gpus=1
        partition=gpu
        placement-constraints=arch:x86_64
        """;
    Permitted small = apply(job("wallTime", "60").resourceProfile("small"), "", sizes);
    Permitted gpu = apply(job().resourceProfile("gpu"), "[*]\ndefault-cpus=2\n", sizes);

    assertThat(small.specification().resourceLimits())
        .containsExactly(
            new ResourceLimit("wallTime", "60"),
            new ResourceLimit("cpuCount", "0.5"),
            new ResourceLimit("memory", "256"));
    assertThat(small.specification().resourceProfile()).contains("small");
    assertThat(small.limits())
        .extracting(
            limit ->
                limit.name() + "=" + limit.value().orElse("") + " " + limit.source().orElse(""))
        .containsExactly(
            "resourceProfile=small request",
            "wallTime=60 request",
            "cpuCount=0.5 " + files.sizes() + ":2",
            "memory=256 " + files.sizes() + ":3");
    assertThat(gpu.specification().queues()).containsExactly("gpu");
    assertThat(gpu.specification().placementConstraints())
        .containsExactly(new PlacementConstraint("arch", Optional.of("x86_64")));
    assertThat(gpu.specification().resourceLimits())
        .as("what a size does not say, the default does")
        .containsExactly(new ResourceLimit("gpus", "1"), new ResourceLimit("cpuCount", "2"));
  }

  @Test
  void sizesThatMayNotBeNamed() {
    String sizes = "[small]\ncpus=1\n[large]\ncpus=16\n";

    refused(
        job().resourceProfile("larg"),
        "",
        sizes,
        "$.job.resourceProfile: expected one of [small, large, custom], found \"larg\"");
    refused(
        job().resourceProfile("large"),
        "[*]\nresource-profiles=small\n",
        sizes,
        "$.job.resourceProfile: expected one of [small], found \"large\" (resource-profiles,"
            + " PROFILES:2)");
    refused(
        job().resourceProfile("large"),
        "[*]\nmax-cpus=4\n",
        sizes,
        "$.job.resourceProfile: cpuCount 16 (SIZES:4) is more than the most that you may ask for, 4"
            + " (max-cpus, PROFILES:2)");
    refused(
        job("cpuCount", "2").resourceProfile("small"),
        "",
        sizes,
        "$.job.resourceLimits: resource profile \"small\" sets them; leave them out, or choose"
            + " \"custom\"");
    refused(
        job("cpuCount", "2"),
        "[*]\nresource-profiles=small,large\n",
        sizes,
        "$.job.resourceProfile: expected one of [small, large], found none: you can't set resource"
            + " limits of your own (resource-profiles, PROFILES:2)");
    refused(
        job().resourceProfile("custom"),
        "[*]\nresource-profiles=small,large\n",
        sizes,
        "$.job.resourceProfile: expected one of [small, large], found \"custom\": you can't set"
            + " resource limits of your own (resource-profiles, PROFILES:2)");
  }

  @Test
  void withoutFreeChoiceTheFirstSizeIsTaken() {
    Permitted permitted =
        apply(job(), "[*]\nresource-profiles=large,small\n", "[small]\ncpus=1\n[large]\ncpus=16\n");

    assertThat(permitted.specification().resourceProfile()).contains("large");
    assertThat(permitted.specification().resourceLimits())
        .containsExactly(new ResourceLimit("cpuCount", "16"));
    assertThat(permitted.limits().get(0))
        .isEqualTo(
            new AppliedLimit(
                "resourceProfile",
                Optional.of("large"),
                Optional.of(files.profiles() + ":2"),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void sizesOfThePluginCountToo() {
    info =
        new ClusterInfo(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(
                new ResourceProfile(
                    "node",
                    Optional.empty(),
                    List.of(new ResourceLimit("cpuCount", "64")),
                    Optional.empty(),
                    List.of())),
            List.of(),
            Optional.empty(),
            false,
            List.of());

    assertThat(apply(job().resourceProfile("node"), "", "").specification().resourceLimits())
        .containsExactly(new ResourceLimit("cpuCount", "64"));
  }

  @Test
  void images() {
    String profiles = "[*]\ncontainer-images=r:4,python:3\ndefault-container-image=r:base\n";

    assertThat(apply(job(), profiles, "").specification().container())
        .contains(container("r:base"));
    assertThat(apply(job().container(container("python:3")), profiles, "").limits())
        .containsExactly(
            new AppliedLimit(
                "container.image",
                Optional.of("python:3"),
                Optional.of("request"),
                Optional.of("r:4,python:3,r:base"),
                Optional.of(new org.openlauncher.api.configuration.Origin(files.profiles(), 2))));
    refused(
        job().container(container("evil:1")),
        profiles,
        "",
        "$.job.container.image: expected one of [r:4, python:3, r:base], found \"evil:1\""
            + " (PROFILES:2)");
    refused(
        job().container(container("r:4")),
        "[*]\nallow-unknown-images=0\n",
        "",
        "$.job.container.image: expected none, since no image is allowed, found \"r:4\""
            + " (PROFILES:2)");
    assertThat(
            apply(job().container(container("any:1")), profiles + "allow-unknown-images=1\n", "")
                .specification()
                .container())
        .contains(container("any:1"));
    assertThat(apply(job().container(container("any:1")), "", "").specification().container())
        .contains(container("any:1"));
  }

  private static Container container(String image) {
    return new Container(image, Optional.empty(), Optional.empty(), List.of(), false);
  }

  @Test
  void queues() {
    String profiles = "[*]\nallowed-partitions=short,long\n";

    assertThat(apply(job(), profiles, "").specification().queues()).containsExactly("short");
    assertThat(apply(job(), profiles + "default-partition=long\n", "").specification().queues())
        .containsExactly("long");
    assertThat(apply(job().queues(List.of("long")), profiles, "").specification().queues())
        .containsExactly("long");
    refused(
        job().queues(List.of("long", "gpu")),
        profiles,
        "",
        "$.job.queues[1]: expected one of [short, long], found \"gpu\" (allowed-partitions,"
            + " PROFILES:2)");
    refused(
        job().resourceProfile("big"),
        profiles,
        "[big]\npartition=gpu\n",
        "$.job.resourceProfile: expected one of [short, long], found \"gpu\" (allowed-partitions,"
            + " PROFILES:2)");
    refused(
        job().resourceProfile("big").queues(List.of("short")),
        "",
        "[big]\npartition=gpu\n",
        "$.job.queues: resource profile \"big\" sets the queue gpu; leave them out");
  }

  @Test
  void placementConstraints() {
    String profiles = "[*]\nplacement-constraints=arch:x86_64,host\n";
    List<PlacementConstraint> fine =
        List.of(
            new PlacementConstraint("arch", Optional.of("x86_64")),
            new PlacementConstraint("host", Optional.of("n7")));

    assertThat(
            apply(job().placementConstraints(fine), profiles, "")
                .specification()
                .placementConstraints())
        .isEqualTo(fine);
    refused(
        job().placementConstraints(List.of(new PlacementConstraint("arch", Optional.of("arm64")))),
        profiles,
        "",
        "$.job.placementConstraints[0]: expected one of [arch:x86_64, host], found \"arch:arm64\""
            + " (placement-constraints, PROFILES:2)");
    refused(
        job()
            .resourceProfile("big")
            .placementConstraints(List.of(new PlacementConstraint("arch", Optional.of("x86_64")))),
        profiles,
        "[big]\nplacement-constraints=arch:arm64\n",
        "$.job.placementConstraints: resource profile \"big\" sets arch:arm64; leave arch out");
  }

  @Test
  void offerIsWhatIsLeft() {
    ClusterProfiles read =
        files.read(
            """
            [*]
            default-cpus=1
            max-cpus=4
            max-time=90
            resource-profiles=small,large,custom
            allowed-partitions=short
            container-images=r:4
            max-running-jobs=5
            """,
            "[small]\nname=Small\ncpus=1\n[large]\ncpus=16\n[hidden]\ncpus=1\n");
    info =
        new ClusterInfo(
            List.of("short", "long"),
            Optional.of("long"),
            List.of(new ClusterInfo.LimitOffer("memory", Optional.empty(), Optional.of("1000"))),
            List.of(),
            List.of(),
            List.of("busybox"),
            Optional.of("busybox"),
            true,
            List.of());
    ClusterInfo left =
        ProfileOffer.of(info, EVERYTHING, read.of(TestUsers.account("ada")), read.sizes());

    assertThat(left.queues()).containsExactly("short");
    assertThat(left.defaultQueue()).contains("short");
    assertThat(left.resourceLimits())
        .contains(
            new ClusterInfo.LimitOffer("memory", Optional.empty(), Optional.of("1000")),
            new ClusterInfo.LimitOffer("cpuCount", Optional.of("1"), Optional.of("4")),
            new ClusterInfo.LimitOffer("wallTime", Optional.empty(), Optional.of("90")));
    assertThat(left.resourceProfiles())
        .extracting(ResourceProfile::name)
        .as("no size that is too large, none that is not listed")
        .containsExactly("small", "custom");
    assertThat(left.images()).containsExactly("r:4");
    assertThat(left.allowUnknownImages()).isFalse();
    assertThat(ProfileOffer.mostJobs(read.of(TestUsers.account("ada")))).contains(5L);
  }
}
