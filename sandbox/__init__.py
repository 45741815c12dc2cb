"""The developer shell: sessions that outlive the laptop."""
