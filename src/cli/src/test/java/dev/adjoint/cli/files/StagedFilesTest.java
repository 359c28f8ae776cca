package dev.adjoint.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {
    @TempDir
    private Path folder;

    @Test
    void filesAppearTogether() throws IOException {
        Path a = folder.resolve("a.txt");
        Path b = folder.resolve("b.txt");
        Files.writeString(a, "old");
        try (StagedFiles files = new StagedFiles()) {
            files.stage(a, new byte[] {'n', 'e', 'w'});
            files.stage(b, new byte[] {'b'});
            assertThat(a).hasContent("old");
            assertThat(b).doesNotExist();
            files.commit();
        }

        assertThat(a).hasContent("new");
        assertThat(b).hasContent("b");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void nothingIsLeftOfWhatIsNotCommitted() {
        assertThatThrownBy(() -> {
                    try (StagedFiles files = new StagedFiles()) {
                        files.stage(folder.resolve("a.txt"), new byte[] {'a'});
                        files.stage(folder.resolve("missing/b.txt"), new byte[] {'b'});
                    }
                })
                .isInstanceOf(FileFailure.class)
                .hasMessageContaining("no such file or folder");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderCannotBeWritten() {
        assertThatThrownBy(() -> StagedFiles.requireWritable(folder))
                .isInstanceOf(FileFailure.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void askingLeavesNoTrace() throws IOException {
        Path old = Files.writeString(folder.resolve("old.txt"), "old");

        StagedFiles.requireWritable(old);
        StagedFiles.requireWritable(folder.resolve("new.txt"));

        assertThat(old).hasContent("old");
        assertThat(folder.resolve("new.txt")).doesNotExist();
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);

        StagedFiles.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }
}
