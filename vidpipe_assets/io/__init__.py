"""Input and output that every room may use: files, scratch folders, child processes, the clock.

Nothing here knows what a video is, and nothing heavy is loaded. What others use:

- `files`: `write_atomically`, `replacing` and `replacing_folder`, the one place for writes that are whole or absent;
  and `file_sha256`;
- `paths`: `contained_path` for names that came from outside, `explaining_os_errors` around access to the disk;
- `scratch`: `scratch`, a folder for work in progress that a killed process does not leave behind for good;
- `shared_files`: `renew` and `remove_old`, for stored files that one process takes while another removes old ones;
- `processes`: `ChildProcess`, the one way to start another program and keep working with it;
- `with_parent`: runs a module of ours in a process that ends with the one that has started it;
- `yaml_file`: `read_yaml`, YAML as people write it by hand, with the line of each value;
- `user`: `user_name`, who works on this machine;
- `clock`: `now_utc`, and `Clock` where tests give another time.
"""
